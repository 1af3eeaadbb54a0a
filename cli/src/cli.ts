import { Fault } from "@gofer/sdk/fault";
import { Command, CommanderError } from "commander";
import type { CommandSpec, Context, Format, Options } from "./command.js";
import { commands } from "./commands/index.js";
import { connect } from "./connect.js";
import { environment } from "./environment.js";
import { ExitCode, exitCodeOf } from "./exit-code.js";
import { openTerminal } from "./terminal.js";
import { version } from "./version.js";

const formats: readonly string[] = ["pretty", "json", "silent"] satisfies Format[];

/** Parses the words, runs one command, and returns the exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exitCode = 0;
  });
  let exitCode: number = ExitCode.ok;
  const program = createProgram(async (spec, parameters, options) => {
    exitCode = await runCommand(spec, parameters, { ...program.opts(), ...options }, interrupt.signal);
  });
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.invalid;
    return report(error, interrupt.signal);
  }
}

async function runCommand(
  spec: CommandSpec,
  parameters: readonly string[],
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const format = String(options["format"] ?? environment.GOFER_CLI_FORMAT ?? "pretty");
  if (!formats.includes(format))
    throw new Fault("invalid", `format ${JSON.stringify(format)} is not one of ${formats.join(", ")}`);
  const color = options["color"] !== false && !environment.NO_COLOR && process.stdout.isTTY;
  let connection: ReturnType<typeof connect> | undefined;
  const named = (name: string) => (typeof options[name] === "string" ? options[name] : undefined);
  const context: Context = {
    namespace: named("namespace") ?? environment.GOFER_CLI_NAMESPACE ?? "",
    format: format as Format,
    terminal: openTerminal({ color, silent: format !== "pretty" }),
    signal,
    get kernel() {
      connection ??= connect(
        { host: named("host") ?? environment.GOFER_CLI_HOST, token: named("token") ?? environment.GOFER_CLI_TOKEN },
        environment,
      );
      return connection.kernel;
    },
  };
  try {
    return (await spec.run(context, parameters, options)) ?? ExitCode.ok;
  } finally {
    connection?.close();
  }
}

type Action = (spec: CommandSpec, parameters: readonly string[], options: Options) => Promise<void>;

/** Other names of groups. */
const groupAliases: Partial<Record<string, string>> = { "service token": "tokens" };

/** The table of commands as a tree of commander's. */
function createProgram(action: Action): Command {
  const program = new Command("gofer")
    .description("Run short-lived container jobs: pipelines, triggers, plugins.")
    .version(version)
    .option("--host <host:port>", "address of the kernel (GOFER_CLI_HOST)")
    .option("--token <token>", "token to use (GOFER_CLI_TOKEN)")
    .option("--namespace <id>", "namespace to use (GOFER_CLI_NAMESPACE)")
    .option("--format <format>", "pretty, json or silent (GOFER_CLI_FORMAT)")
    .option("--no-color", "no colours (NO_COLOR)")
    .exitOverride()
    .showHelpAfterError("(see gofer --help)");
  const groups = new Map<string, Command>();
  /** The command that holds others, made at its first use. */
  const groupOf = (words: readonly string[]): Command => {
    const path = words.join(" ");
    const name = words.at(-1);
    if (name === undefined) return program;
    const made =
      groups.get(path) ?? groupOf(words.slice(0, -1)).command(name).description(`Commands for ${name}s`).exitOverride();
    const alias = groupAliases[path];
    if (alias !== undefined && !groups.has(path)) made.alias(alias);
    groups.set(path, made);
    return made;
  };
  for (const spec of commands) {
    const words = spec.usage.split(" ").filter((word) => !/^[<[]/.test(word));
    const parameters = spec.usage.split(" ").filter((word) => /^[<[]/.test(word));
    const command = groupOf(words.slice(0, -1))
      .command(words.at(-1) ?? "")
      .description(spec.summary)
      .exitOverride();
    for (const parameter of parameters) command.argument(parameter);
    for (const [flags, description] of Object.entries(spec.options ?? {})) command.option(flags, description);
    command.action(async (...received: unknown[]) => {
      const given = received.slice(0, parameters.length).filter((word): word is string => typeof word === "string");
      await action(spec, given, command.opts());
    });
  }
  return program;
}

/** What failed, why, and what to type; never a stack, unless it was asked for. */
function report(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return ExitCode.interrupted;
  if (environment.GOFER_DEBUG && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  if (!(error instanceof Fault)) {
    process.stderr.write(
      `gofer: unexpected error: ${error instanceof Error ? error.message : String(error)}\nThis is a bug; GOFER_DEBUG=1 shows where.\n`,
    );
    return ExitCode.bug;
  }
  const [first = "", ...more] = error.message.split("\n");
  const hint =
    error.code === "unavailable" && /No connection established|ECONNREFUSED/.test(first)
      ? "\n  is the kernel running? gofer service start"
      : "";
  process.stderr.write(`gofer: ${first}${more.map((line) => `\n       ${line}`).join("")}${hint}\n`);
  return exitCodeOf[error.code];
}
