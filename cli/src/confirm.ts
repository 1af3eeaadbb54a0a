import { once } from "node:events";
import { createInterface } from "node:readline";
import { Fault } from "@gofer/sdk/fault";
import { type Context, flag, type Options } from "./command.js";

export const yesOption = { "-y, --yes": "do not ask" };

/**
 * Asks before something is destroyed. `--yes` answers; where nobody can be asked it is an error, never a hang.
 * Throws `invalid` there, and `cancelled` for any other answer than yes.
 */
export async function confirm({ signal }: Context, options: Options, question: string): Promise<void> {
  if (flag(options, "yes")) return;
  if (!process.stdin.isTTY)
    throw new Fault("invalid", `${question}\nnobody is there to answer: say yes with --yes, or use a terminal`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    lines.setPrompt(`${question} [y/N] `);
    lines.prompt();
    const [answer] = (await Promise.race([
      once(lines, "line", { signal }),
      once(lines, "close", { signal }).then(() => [""]),
    ])) as [string];
    if (!/^y(es)?$/i.test(answer.trim())) throw new Fault("cancelled", "nothing was done");
  } finally {
    lines.close();
  }
}
