import { parseDuration } from "@gofer/sdk/duration";
import { parseSize } from "@gofer/sdk/size";

/** What a setting may hold. Files, the environment and defaults all go through the same text. */
export interface Kind<T> {
  /** For documentation: "duration". */
  readonly name: string;
  /** What a file has to hold. */
  readonly literal: "string" | "number" | "bool";
  /** A relative path is resolved against the folder of the file that names it. */
  readonly isPath?: boolean;
  readonly parse: (text: string) => { readonly value: T } | { readonly problem: string };
}

export const bool: Kind<boolean> = {
  name: "boolean",
  literal: "bool",
  parse: (text) =>
    ["true", "1"].includes(text)
      ? { value: true }
      : ["false", "0"].includes(text)
        ? { value: false }
        : { problem: "is neither true nor false" },
};

export function integer({ min }: { readonly min: number }): Kind<number> {
  return {
    name: "integer",
    literal: "number",
    parse: (text) => {
      const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && Number.isSafeInteger(value)
        ? { value }
        : { problem: `is not a whole number of at least ${min}` };
    },
  };
}

/** In bytes, written as in a pipeline; 0 needs no unit. */
export const size: Kind<number> = {
  name: "size",
  literal: "string",
  parse: (text) => {
    const value = text === "0" ? 0 : parseSize(text);
    return value === undefined
      ? { problem: 'is not a size: a number with kB, MB, GB, KiB, MiB or GiB, such as "512MiB"' }
      : { value };
  },
};

/** In milliseconds, written as Go writes durations. The upper limit keeps it inside what a timer can hold. */
export function duration({ min, max = "500h" }: { readonly min: string; readonly max?: string }): Kind<number> {
  const [lowest = 0, highest = 0] = [min, max].map(parseDuration);
  return {
    name: "duration",
    literal: "string",
    parse: (text) => {
      const value = parseDuration(text);
      if (value === undefined)
        return { problem: 'is not a duration: numbers with units ns, us, ms, s, m, h, such as "1h30m"' };
      return value >= lowest && value <= highest ? { value } : { problem: `is not between ${min} and ${max}` };
    },
  };
}

export function oneOf<const Word extends string>(
  words: readonly Word[],
  meaning: Readonly<Record<string, Word>> = {},
): Kind<Word> {
  return {
    name: `one of ${words.join(", ")}`,
    literal: "string",
    parse: (text) => {
      const value = meaning[text] ?? words.find((word) => word === text);
      return value === undefined ? { problem: `is not one of ${words.join(", ")}` } : { value };
    },
  };
}

export const path: Kind<string> = {
  name: "path",
  literal: "string",
  isPath: true,
  parse: (text) => (text === "" || text.includes("\0") ? { problem: "is not a path" } : { value: text }),
};

/** host:port to listen on. As in Go, ":8080" means all addresses. */
export const address: Kind<string> = {
  name: "host:port",
  literal: "string",
  parse: (text) => {
    const match = /^(\[[0-9a-fA-F:.]+\]|[^:\s/]*):(\d{1,5})$/.exec(text);
    if (!match || Number(match[2]) > 65535)
      return { problem: 'is not host:port, such as "localhost:8080", or ":8080" for all addresses' };
    return { value: match[1] === "" ? `0.0.0.0:${match[2]}` : text };
  },
};

/** The second half of a plugin's name: "process" for "scheduler-process". */
export const engine: Kind<string> = {
  name: "name of a plugin",
  literal: "string",
  parse: (text) =>
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(text)
      ? { value: text }
      : { problem: "is not a name of lower case letters, digits and -" },
};
