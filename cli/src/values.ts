import { readFileSync } from "node:fs";
import { Fault } from "@gofer/sdk/fault";
import { unreadable } from "./value-source.js";

/** Variables from words such as "k=v", "k=@file" and "k=@-" (standard input, once). Throws `invalid`. */
export function parseVariables(words: readonly string[], noun = "variable"): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at < 1) throw new Fault("invalid", `${noun} ${JSON.stringify(word)} is not name=value`);
      const value = word.slice(at + 1);
      if (!value.startsWith("@")) return [word.slice(0, at), value];
      const source = value.slice(1);
      try {
        return [word.slice(0, at), readFileSync(source === "-" ? 0 : source, "utf8")];
      } catch (error) {
        throw new Fault("invalid", `${noun} ${word.slice(0, at)}: ${unreadable(source, error)}`);
      }
    }),
  );
}
