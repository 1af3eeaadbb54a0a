import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CaseResult, Fixture, Report, Target } from "@gofer/sdk/conformance";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { type CommandSpec, list, type Options, text } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { ownPlugin } from "../kernel-tool.js";
import { duration, type Terminal } from "../terminal.js";

/** Loaded when it is needed: its schemas and validators cost every other command time. */
const conformance = () => import("@gofer/sdk/conformance");

export const pluginTestCommands: readonly CommandSpec[] = [
  {
    usage: "plugin test [source]",
    summary: "Check a plugin in any language, a folder or image:<reference>, against the contracts that it serves",
    options: {
      "--exec <command>": "start the plugin with this command instead of a folder's manifest",
      "--endpoint <address>": "test a plugin that runs already: unix:<path> or host:port, without TLS",
      "--fixture <file>":
        "what the plugin must be told: configuration, parameters, image (default <folder>/conformance.json)",
      "--config <json>": "configuration, instead of the fixture's",
      "--secret <pointer=value...>": "value of a secret field of the configuration",
      "--image <reference>": "for a scheduler: image with a shell, from which the tests make containers",
      "--scheduler <directory>":
        "for a source image:<reference>: plugin folder of the scheduler that runs it (default the one for Docker)",
      "--only <id...>": "cases or suites to run, for example scheduler or base.configure",
      "--seed <text>": "repeat the random values of an earlier run",
      "--junit <file>": "write the report as JUnit XML too",
    },
    run: async ({ terminal, format, signal }, [source], options) => {
      const { runConformance, toJunit } = await conformance();
      const { target, fixture } = await readTarget(source, options);
      const seed = text(options, "seed");
      const report = await runConformance({
        target,
        fixture,
        only: list(options, "only"),
        signal,
        ...(seed === undefined ? {} : { seed }),
        ...(format === "pretty" ? { onResult: (result) => terminal.say(line(terminal, result)) } : {}),
      });
      if (signal.aborted) return ExitCode.interrupted;
      const junit = text(options, "junit");
      if (junit !== undefined) writeFileSync(junit, toJunit(report));
      if (format === "json") await terminal.print(JSON.stringify(report));
      if (format === "pretty") for (const summary of await summaryOf(terminal, report)) await terminal.print(summary);
      return report.conforms ? ExitCode.ok : ExitCode.testFailed;
    },
  },
];

async function readTarget(source: string | undefined, options: Options): Promise<{ target: Target; fixture: Fixture }> {
  const { directoryTarget, readFixture } = await conformance();
  const command = text(options, "exec");
  const endpoint = text(options, "endpoint");
  if ([source, command, endpoint].filter((given) => given !== undefined).length !== 1) {
    throw new Fault(
      "invalid",
      "name one plugin: a folder with gofer-plugin.json, image:REFERENCE, --exec COMMAND, or --endpoint ADDRESS",
    );
  }
  const reference = source?.startsWith("image:") ? source.slice("image:".length) : undefined;
  const directory = reference === undefined ? source : undefined;
  const file = text(options, "fixture") ?? (directory === undefined ? undefined : join(directory, "conformance.json"));
  const read = readFixture(file);
  const image = text(options, "image");
  const config = text(options, "config");
  const fixture = {
    ...read,
    config: config === undefined ? read.config : parseConfig(config),
    secrets: { ...read.secrets, ...Object.fromEntries(list(options, "secret").map(parseSecret)) },
    scheduler: { ...read.scheduler, ...(image === undefined ? {} : { image }) },
  };
  if (reference !== undefined) {
    const scheduler = directoryTarget(resolve(text(options, "scheduler") ?? ownPlugin("scheduler-docker")));
    return { target: { kind: "image", reference, scheduler }, fixture };
  }
  if (directory !== undefined) return { target: directoryTarget(resolve(directory)), fixture };
  if (endpoint !== undefined) {
    return { target: { kind: "endpoint", address: endpoint.replace(/^unix:\/\//, "unix:") }, fixture };
  }
  // The shell takes the command apart and then becomes it, so that the plugin is our child.
  const words = ["/bin/sh", "-c", `exec ${command ?? ""}`];
  return { target: { kind: "process", command: words, directory: process.cwd(), manifest: undefined }, fixture };
}

function parseConfig(json: string): Record<string, unknown> {
  let config: unknown;
  try {
    config = JSON.parse(json);
  } catch (error) {
    throw new Fault("invalid", `--config is not JSON: ${messageOf(error)}`);
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new Fault("invalid", `--config ${json} is not a JSON object`);
  }
  return config as Record<string, unknown>;
}

function parseSecret(given: string): [string, string] {
  const at = given.indexOf("=");
  if (at < 1) throw new Fault("invalid", "--secret is not pointer=value, for example /encryption_key=0123");
  const pointer = given.slice(0, at);
  return [pointer.startsWith("/") ? pointer : `/${pointer}`, given.slice(at + 1)];
}

function line({ colors }: Terminal, { id, level, status, message, durationMs }: CaseResult): string {
  const mark =
    status === "passed"
      ? colors.green("pass")
      : status === "skipped"
        ? colors.dim("skip")
        : level === "MUST"
          ? colors.red("FAIL")
          : colors.yellow("warn");
  const took = status === "skipped" ? "" : colors.dim(` ${duration(durationMs)}`);
  return `${mark}  ${id}${took}${message === "" ? "" : `\n        ${message}`}`;
}

/** What the reader must know: what failed, with the rule, and how to see it again. */
async function summaryOf(
  { colors }: Terminal,
  { plugin, seed, results, conforms }: Report,
): Promise<readonly string[]> {
  const { countResults } = await conformance();
  const { passed, failed, skipped } = countResults(results);
  const failures = results
    .filter(({ status }) => status === "failed")
    .flatMap(({ id, level, summary, message }) => [`${level} ${id}: ${summary}`, `    ${message}`]);
  const name = plugin.name === "" ? "the plugin" : `${plugin.name} ${plugin.version}`;
  const verdict = conforms ? colors.green(`${name} conforms`) : colors.red(`${name} does not conform`);
  return [...failures, `${verdict}: ${passed} passed, ${failed} failed, ${skipped} skipped (--seed ${seed})`];
}
