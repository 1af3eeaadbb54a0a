import { Fault } from "@gofer/sdk/fault";
import type { CommandSpec } from "../command.js";
import { completionScript, shells } from "../completion.js";

export const completionCommands: readonly CommandSpec[] = [
  {
    usage: "completion <shell>",
    summary: "Print the program that completes commands and names in bash, zsh or fish",
    run: async ({ terminal }, [name = ""]) => {
      const shell = shells.find((known) => known === name);
      if (shell === undefined) throw new Fault("invalid", `shell "${name}" is not one of ${shells.join(", ")}`);
      await terminal.write(Buffer.from(completionScript(shell)));
      return undefined;
    },
  },
];
