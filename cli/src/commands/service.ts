import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Fault } from "@gofer/sdk/fault";
import { allPlugins } from "../all-of.js";
import { type CommandSpec, type Context, flag, text } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { ExitCode } from "../exit-code.js";
import { toJson } from "../json.js";
import { askKernel, configurationOptions, configurationWords, kernelProgram } from "../kernel-tool.js";
import { table } from "../terminal.js";
import { writeAsked } from "../value-source.js";

interface DescribedSetting {
  readonly name: string;
  readonly variable: string;
  readonly kind: string;
  readonly standard: string;
  readonly value: string;
  readonly origin: string;
}

interface Finding {
  readonly subject: string;
  readonly verdict: "ok" | "warning" | "problem";
  readonly message: string;
  readonly remedy: string;
}

export const serviceCommands: readonly CommandSpec[] = [
  {
    usage: "service start",
    summary: "Start the kernel; without configuration in development mode, on this machine only",
    options: {
      ...configurationOptions,
      "--safe-mode": "start no plugin, so that one that breaks things can be changed",
    },
    run: async (_context, _parameters, options) => {
      const words = [...configurationWords(options), ...(flag(options, "safeMode") ? ["--safe-mode"] : [])];
      const program = kernelProgram("main");
      process.argv = [process.execPath, program, ...words];
      // In this process, so that whatever is done to it is done to the kernel: Ctrl-C, a supervisor's signals, kill -9.
      await import(pathToFileURL(program).href);
      // The kernel ends the process, with its own exit code.
      return new Promise<never>(() => undefined);
    },
  },
  {
    usage: "service printenv",
    summary: "List every setting of the service, its environment variable, its value and where that comes from",
    options: configurationOptions,
    run: async ({ terminal, format }, _parameters, options) => {
      const answer = await askKernel("printenv", options);
      const { settings, problems } = JSON.parse(answer) as { settings: DescribedSetting[]; problems: string[] };
      if (format === "json") for (const setting of settings) await terminal.print(JSON.stringify(setting));
      else {
        const rows = settings.map(({ name, variable, kind, standard, value, origin }) => [
          name,
          variable,
          kind.startsWith("one of") ? "word" : kind,
          value || terminal.colors.dim(`(${standard})`),
          origin,
        ]);
        for (const line of table(["SETTING", "VARIABLE", "KIND", "VALUE", "FROM"], rows)) await terminal.print(line);
      }
      if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
      return undefined;
    },
  },
  {
    usage: "service init-config",
    summary: "Write a configuration file with every setting explained",
    options: {
      "-f, --filepath <file>": 'where to; "-" is standard output (default: ./example.gofer.hcl)',
      "--force": "overwrite a file that is there",
      "--dev": "for development mode",
    },
    run: async ({ terminal }, _parameters, options) => {
      const path = text(options, "filepath") ?? "./example.gofer.hcl";
      const file = await askKernel("init-config", { dev: flag(options, "dev") });
      if (path === "-") return void (await terminal.write(Buffer.from(file)));
      if (existsSync(path) && !flag(options, "force"))
        throw new Fault("exists", `${path} is already there: --force overwrites it, -f names another file`);
      writeAsked(path, file, 0o600);
      await terminal.print(`wrote ${path}`);
      terminal.say(terminal.colors.dim(`edit it, then: gofer service doctor --config ${path}`));
      return undefined;
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
        ["started", terminal.age(info.startedAtMs)],
        ["scheduler", info.scheduler],
        ["live runs", String(info.liveRuns)],
        ["data", info.dataDirectory],
      ];
      for (const [name = "", value = ""] of rows) await terminal.print(`${name.padEnd(10)} ${value}`);
      for (const warning of info.warnings) terminal.say(terminal.colors.yellow(`! ${warning}`));
      return undefined;
    },
  },
  {
    usage: "service toggle-event-ingress",
    summary: "Let triggers and webhooks start runs, or not; kept over restarts",
    options: { "--on": "turn it on", "--off": "turn it off", ...yesOption },
    run: async (context, _parameters, options) => {
      const { kernel, terminal, format } = context;
      const [on, off] = [flag(options, "on"), flag(options, "off")];
      if (on && off) throw new Fault("invalid", "--on and --off exclude each other");
      if (!on)
        await confirm(
          context,
          options,
          off ? "Keep triggers from starting runs?" : "Turn event ingress off if it is on, and on if it is off?",
        );
      const change = on ? "CHANGE_ON" : off ? "CHANGE_OFF" : "CHANGE_UNSPECIFIED";
      const response = await kernel.toggleEventIngress({ change });
      if (format === "json") return void (await terminal.print(toJson(response)));
      await terminal.print(
        response.acceptsEvents
          ? "event ingress is on: triggers start runs"
          : "event ingress is off: triggers start no runs until it is turned on again",
      );
      return undefined;
    },
  },
  {
    usage: "service doctor",
    summary: "Check configuration, data, plugins, certificate, clock and the running kernel; say what to do",
    options: configurationOptions,
    run: async (context, _parameters, options) => {
      const { terminal, format } = context;
      const { findings: here } = JSON.parse(await askKernel("doctor", options)) as { findings: Finding[] };
      const findings = [...here, ...(await askRunningKernel(context))];
      if (format === "json") for (const finding of findings) await terminal.print(JSON.stringify(finding));
      else {
        const { green, yellow, red, dim } = terminal.colors;
        const signs = { ok: green("✓"), warning: yellow("!"), problem: red("✗") };
        const rows = findings.map(({ subject, verdict, message }) => [`${signs[verdict]} ${subject}`, message]);
        const [, ...lines] = table(["", ""], rows);
        for (const [index, line] of lines.entries()) {
          await terminal.print(line);
          const remedy = findings[index]?.remedy;
          if (remedy) await terminal.print(dim(`    → ${remedy}`));
        }
      }
      return findings.some(({ verdict }) => verdict === "problem") ? ExitCode.wrongState : ExitCode.ok;
    },
  },
];

/** How the kernel and its plugins are doing; that none runs is no problem. */
async function askRunningKernel(context: Context): Promise<Finding[]> {
  const subject = "kernel";
  try {
    const before = Date.now();
    const info = await context.kernel.getServiceInfo({}, { timeoutMs: 5000 });
    const findings: Finding[] = [
      {
        subject,
        verdict: "ok",
        message: `${info.version} answers in ${Date.now() - before} ms, new runs use ${info.scheduler}`,
        remedy: "",
      },
    ];
    const plugins = await allPlugins(context.kernel);
    // What is said of plugins comes below, with more.
    const ofOthers = (warning: string) => !plugins.some(({ alias }) => warning.startsWith(`${alias}: `));
    for (const message of info.warnings.filter(ofOthers))
      findings.push({ subject, verdict: "warning", message, remedy: "" });
    for (const { alias, state, health, message, enabled } of plugins) {
      if (!enabled) continue;
      const words = [state, ...(health === "HEALTH_UNSPECIFIED" ? [] : [health])];
      const word = words
        .map((name) =>
          name
            .replace(/^(STATE|HEALTH)_/, "")
            .toLowerCase()
            .replaceAll("_", " "),
        )
        .join(", ");
      const verdict =
        !["STATE_RUNNING", "STATE_STARTING"].includes(state) || health === "HEALTH_UNHEALTHY"
          ? "problem"
          : health === "HEALTH_HEALTHY"
            ? "ok"
            : "warning";
      findings.push({
        subject: "plugin",
        verdict,
        message: `${alias}: ${word}${message ? `: ${message}` : ""}`,
        remedy: verdict === "ok" ? "" : `gofer plugin get ${alias}, gofer plugin logs ${alias}`,
      });
    }
    return findings;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === "unavailable")
      return [{ subject, verdict: "warning", message: "no kernel answers", remedy: "start it: gofer service start" }];
    const remedy = ["denied", "unauthenticated"].includes(error.code) ? "use a management token: --token" : "";
    return [{ subject, verdict: "warning", message: error.message, remedy }];
  }
}
