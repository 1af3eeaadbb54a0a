import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { flag, type Options, text } from "./command.js";

/** The options of commands that are about the configuration of the service. */
export const configurationOptions = {
  "--config <file>": "configuration file of the service (GOFER_CONFIG_PATH, /etc/gofer/gofer.hcl)",
  "--dev": "development mode: this machine only, no tokens",
};

const kernelFolder = () => dirname(createRequire(import.meta.url).resolve("@gofer/kernel/package.json"));

/** The folder of a plugin that comes with Gofer. */
export const ownPlugin = (name: string) => join(kernelFolder(), "..", "plugins", name);

/** The file of a program of the kernel: the command line does not contain it. */
export function kernelProgram(name: "main" | "tool"): string {
  const program = join(kernelFolder(), "dist", "bundle", `${name}.js`);
  if (!existsSync(program))
    throw new Fault("precondition", `the kernel is not built (${program} is not there): npm run build`);
  return program;
}

export function configurationWords(options: Options): string[] {
  const file = text(options, "config");
  return [...(file === undefined ? [] : ["--config", file]), ...(flag(options, "dev") ? ["--dev"] : [])];
}

/** What the kernel's tool answers to one question. Throws `invalid` with its message. */
export async function askKernel(question: string, options: Options): Promise<string> {
  const child = spawn(process.execPath, [kernelProgram("tool"), question, ...configurationWords(options)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  const message = Buffer.concat(errors).toString();
  if (code === 2) throw new Fault("invalid", message);
  if (code !== 0) throw new Error(`the kernel's tool ended with ${code}: ${message}`);
  return Buffer.concat(output).toString();
}
