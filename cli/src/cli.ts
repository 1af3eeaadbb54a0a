import { isatty } from "node:tty";
import { Fault } from "@gofer/sdk/fault";
import { Command, CommanderError, Option } from "commander";
import type { CommandSpec, Context, Options } from "./command.js";
import { globalOptions, globalOptionsOf, groups, splitUsage } from "./command-tree.js";
import { commands } from "./commands/index.js";
import { environment } from "./environment.js";
import { ExitCode, exitCodeOf } from "./exit-code.js";
import { loadSettings, settingsFile } from "./settings.js";
import { type Format, openTerminal } from "./terminal.js";
import { explainUnreachable } from "./unreachable.js";
import { version } from "./version.js";

/** Parses the words, runs one command, and returns the exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  // Who writes hears of it too: see `report`.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  let exitCode: number = ExitCode.ok;
  const program = createProgram(async (spec, parameters, options) => {
    exitCode = await runCommand(spec, parameters, options, interrupt.signal);
  });
  try {
    await program.parseAsync(helpAsOption(argv));
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
  const hasOwnConfig = !globalOptionsOf(spec).some(([flags]) => flags.startsWith("--config"));
  const file = settingsFile(hasOwnConfig ? {} : options, process.env);
  const settings = loadSettings(file, options, process.env);
  const format = settings.format.value as Format;
  const text = (name: "host" | "token" | "tls_ca" | "tls_name" | "namespace") => String(settings[name].value);
  // Undefined where it is no terminal: the library of colours would then decide by itself, and colour the output of CI.
  const isTerminal = isatty(1);
  const color = settings.no_color.value === false && !environment.NO_COLOR && isTerminal;
  // Loads gRPC, which what only reads files does not need.
  const { connect } = await import("./connect.js");
  let connection: ReturnType<typeof connect> | undefined;
  const context: Context = {
    namespace: text("namespace") || (environment.GOFER_API_TOKEN ? (environment.GOFER_NAMESPACE_ID ?? "") : ""),
    format,
    settings,
    settingsPath: file.path,
    terminal: openTerminal({ color, format, detail: settings.detail.value === true }),
    signal,
    get kernel() {
      connection ??= connect(
        {
          host: text("host") || undefined,
          token: text("token") || undefined,
          authoritiesFile: text("tls_ca") || undefined,
          serverName: text("tls_name") || undefined,
        },
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

/** "gofer help run start" is "gofer run start --help": commander's own command knows one word only. */
function helpAsOption(argv: readonly string[]): string[] {
  const [node = "", script = "", first, ...words] = argv;
  return first === "help" && words.length > 0 ? [node, script, ...words, "--help"] : [...argv];
}

type Action = (spec: CommandSpec, parameters: readonly string[], options: Options) => Promise<void>;

/** The table of commands as a tree of commander's. */
function createProgram(action: Action): Command {
  const program = new Command("gofer")
    .description("Run short-lived container jobs: pipelines, triggers, plugins.")
    .version(version)
    // Else "gofer pipeline get x --version 2" would tell the version of gofer.
    .enablePositionalOptions()
    .exitOverride()
    // As every other error of gofer begins.
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "gofer: ")) })
    .showHelpAfterError("(see gofer --help)");
  for (const [flags, description] of Object.entries(globalOptions)) program.option(flags, description);
  const made = new Map<string, Command>();
  /** The command that holds others, made at its first use. */
  const groupOf = (words: readonly string[]): Command => {
    const name = words.at(-1);
    if (name === undefined) return program;
    const path = words.join(" ");
    const known = made.get(path);
    if (known) return known;
    const { summary, alias } = groups[path] ?? { summary: `Commands for ${name}s`, alias: `${name}s` };
    const group = groupOf(words.slice(0, -1)).command(name).alias(alias).description(summary).exitOverride();
    group.showHelpAfterError(`(see gofer ${path} --help)`);
    made.set(path, group);
    return group;
  };
  for (const spec of commands) {
    const { words, parameters } = splitUsage(spec);
    const command = groupOf(words.slice(0, -1))
      .command(words.at(-1) ?? "")
      .description(spec.summary)
      .addHelpText("after", "\nOptions of every command: gofer --help")
      .showHelpAfterError(`(see gofer ${words.join(" ")} --help)`)
      .exitOverride();
    for (const parameter of parameters) command.argument(parameter);
    for (const [flags, description] of Object.entries(spec.options ?? {})) command.option(flags, description);
    for (const [flags, description] of globalOptionsOf(spec))
      command.addOption(new Option(flags, description).hideHelp());
    command.action(async (...received: unknown[]) => {
      const given = received
        .slice(0, parameters.length)
        .flat()
        .filter((word): word is string => typeof word === "string");
      const [before, own] = [program.opts(), command.opts()] as [Options, Options];
      const color = before["color"] !== false && own["color"] !== false;
      await action(spec, given, { ...before, ...own, color });
    });
  }
  return program;
}

/** What failed, why, and what to type; never a stack, unless it was asked for. */
function report(thrown: unknown, signal: AbortSignal): number {
  if (signal.aborted) return ExitCode.interrupted;
  const error = thrown instanceof Fault ? explainUnreachable(thrown) : thrown;
  // Whoever reads has seen enough: `gofer run list | head`.
  if (error instanceof Error && "code" in error && error.code === "EPIPE") return ExitCode.ok;
  if (environment.GOFER_DEBUG && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  if (isSystemError(error)) {
    // A full disk, a file that may not be read: what it says is all there is to say.
    process.stderr.write(`gofer: ${error.message}\n`);
    return /^(ENOENT|ENOTDIR|EISDIR|EACCES|EPERM):/.test(error.message) ? ExitCode.invalid : ExitCode.unavailable;
  }
  if (!(error instanceof Fault)) {
    process.stderr.write(
      `gofer: unexpected error: ${error instanceof Error ? error.message : String(error)}\nThis is a bug; GOFER_DEBUG=1 shows where.\n`,
    );
    return ExitCode.bug;
  }
  const [first = "", ...more] = error.message.split("\n");
  const hint = hintFor(error);
  process.stderr.write(
    `gofer: ${first}${more.map((line) => `\n       ${line}`).join("")}${hint ? `\n  ${hint}` : ""}\n`,
  );
  return exitCodeOf[error.code];
}

/** What the operating system has refused. */
const isSystemError = (error: unknown): error is Error =>
  error instanceof Error && "syscall" in error && "errno" in error && !(error instanceof Fault);

/** What to type next, where the message does not say it. */
function hintFor({ code, message }: Fault): string {
  if (message.includes("gofer ")) return "";
  if (code === "unavailable" && /certificate|self.signed|altnames/i.test(message))
    return "the kernel's certificate is not trusted: name the file of its authority with --tls-ca, or its name with --tls-name";
  if (code === "unauthenticated") return "name a token: gofer config set token -, GOFER_CLI_TOKEN or --token";
  if (code === "denied") return "what the token may do: gofer service token whoami";
  return "";
}
