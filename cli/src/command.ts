import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import type { Settings } from "./settings.js";
import type { Format, Terminal } from "./terminal.js";

/** What a command may use. */
export interface Context {
  readonly namespace: string;
  readonly format: Format;
  /** What the command line is set to, and by what. */
  readonly settings: Settings;
  /** The file of the command line. */
  readonly settingsPath: string;
  /** The connection to the kernel, made at the first use. */
  readonly kernel: KernelClient;
  readonly terminal: Terminal;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command as data: help and parsing come from it, and `run` does the work and returns the exit code. */
export interface CommandSpec {
  /** Words and arguments, for example "run get <pipeline> <run>". */
  readonly usage: string;
  readonly summary: string;
  /** Options as commander writes them, with their description. */
  readonly options?: Readonly<Record<string, string>>;
  /** Undefined means 0. */
  readonly run: (context: Context, parameters: readonly string[], options: Options) => Promise<number | undefined>;
}

/** The most that a field of the API may hold that is an int32. */
export const maxInt32 = 2 ** 31 - 1;

export function flag(options: Options, name: string): boolean {
  return options[name] === true;
}

export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function list(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
}

/** A whole number from 0; 0 when it was not given. Throws `invalid`, also above the most that it may be. */
export function count(options: Options, name: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = text(options, name);
  if (value === undefined) return 0;
  if (!/^\d+$/.test(value)) throw new Fault("invalid", `--${name} ${JSON.stringify(value)} is not a whole number`);
  if (Number(value) > most) throw new Fault("invalid", `--${name} ${value} is too large: ${most} is the most`);
  return Number(value);
}
