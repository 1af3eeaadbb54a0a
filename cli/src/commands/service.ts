import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "@gofer/sdk";
import { type CommandSpec } from "../command.js";
import { toJson } from "../json.js";
import { age } from "../terminal.js";

export const serviceCommands: readonly CommandSpec[] = [
  {
    usage: "service start",
    summary: "Start the kernel; without settings in development mode, on this machine only",
    run: async () => {
      const entry = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "kernel", "dist", "main.js");
      if (!existsSync(entry))
        throw new Fault("precondition", `the kernel is not built (${entry} is not there): npm run build`);
      const child = spawn(process.execPath, [entry], { stdio: "inherit" });
      // The terminal sends Ctrl-C to both; what comes only to us is passed on.
      process.on("SIGINT", () => undefined);
      process.on("SIGTERM", () => child.kill("SIGTERM"));
      return new Promise<number>((resolve) =>
        child.once("exit", (code, signal) => resolve(code ?? (signal ? 130 : 1))),
      );
    },
  },
  {
    usage: "service info",
    summary: "Show the kernel's version, mode, scheduler and warnings",
    run: async ({ kernel, terminal, format }) => {
      const info = await kernel.getServiceInfo({});
      if (format === "json") return void (await terminal.print(toJson(info)));
      const rows = [
        ["version", info.version],
        ["mode", info.developmentMode ? "development (no authentication)" : "production"],
        ["started", age(info.startedAtMs)],
        ["scheduler", info.scheduler],
        ["live runs", String(info.liveRuns)],
        ["data", info.dataDirectory],
      ];
      for (const [name = "", value = ""] of rows) await terminal.print(`${name.padEnd(10)} ${value}`);
      for (const warning of info.warnings) terminal.say(terminal.colors.yellow(`! ${warning}`));
    },
  },
];
