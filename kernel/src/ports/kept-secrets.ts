/** Values of plugins' secret fields that the kernel has made itself and keeps on this machine, by alias and JSON pointer. */
export interface KeptSecrets {
  /** Made at the first call, at random, and the same ever after. */
  readonly get: (alias: string, pointer: string, length: number) => string;
  /** Undefined when the kernel does not keep it. */
  readonly find: (alias: string, pointer: string) => string | undefined;
  /** A value that was proposed and is neither confirmed nor withdrawn. */
  readonly findNext: (alias: string, pointer: string) => string | undefined;
  /** Keeps a value beside the one in force, durable before it returns; a random one of the same length when none is given. */
  readonly propose: (alias: string, pointer: string, value: string | undefined) => string;
  /** Puts the proposed value in the place of the one in force. */
  readonly confirm: (alias: string, pointer: string) => void;
  readonly withdraw: (alias: string, pointer: string) => void;
}
