import { createHash } from "node:crypto";

/** Random values that a seed repeats. */
export interface Random {
  /** Lower case letters and digits, beginning with a letter: a DNS label. */
  readonly label: (prefix: string) => string;
  readonly bytes: (size: number) => Buffer;
  /** A whole number from 0 to below the limit. */
  readonly below: (limit: number) => number;
}

/** SHA-256 in counter mode: the same seed gives the same values on every machine. */
export function createRandom(seed: string): Random {
  let counter = 0;
  const block = () => createHash("sha256").update(seed).update(String(counter++)).digest();
  const bytes = (size: number) => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < size; have += 32) blocks.push(block());
    return Buffer.concat(blocks).subarray(0, size);
  };
  return {
    bytes,
    label: (prefix) => `${prefix}-${bytes(6).toString("hex")}`,
    below: (limit) => bytes(6).readUIntBE(0, 6) % limit,
  };
}
