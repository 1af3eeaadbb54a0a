import type { Readable } from "node:stream";
import { Fault } from "../fault.js";
import { looksLikeHandshake } from "../plugin/handshake.js";

const maxNoiseLines = 20;
const longestLine = 8192;

/**
 * Reads standard output up to the handshake line and returns it. Other lines before it go to `onNoise`; after 20 of
 * them it throws `precondition`. What came after the line goes to `onRest`, and the stream is then left to the caller,
 * who must go on reading it.
 */
export function readHandshakeLine(
  stdout: Readable,
  { onNoise, onRest }: { onNoise: (line: string) => void; onRest: (lines: readonly string[]) => void },
): Promise<string> {
  return new Promise((found, reject) => {
    let rest = "";
    let noise = 0;
    const read = (data: Buffer) => {
      const lines = (rest + data.toString()).split("\n");
      rest = (lines.pop() ?? "").slice(-longestLine);
      for (const [index, raw] of lines.entries()) {
        const text = withoutEscapes(raw).trim();
        if (looksLikeHandshake(text)) {
          stdout.off("data", read);
          onRest(lines.slice(index + 1));
          return found(text);
        }
        onNoise(text);
        if (++noise > maxNoiseLines) {
          return reject(
            new Fault(
              "precondition",
              `it wrote more than ${maxNoiseLines} lines to standard output before the handshake: it must log to standard error`,
            ),
          );
        }
      }
    };
    stdout.on("data", read);
  });
}

function withoutEscapes(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, "");
}
