import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { GrpcController, Health } from "@gofer/proto";
import { pluginEnvironment, signalGroup } from "../../host/index.js";
import { createCertificate } from "../../plugin/certificate.js";
import type { Bench } from "../bench.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, eventually, first, within } from "../check.js";
import { isRunning } from "../plugin-process.js";
import { ends, graceMs, shakeHands } from "./driver.js";

/**
 * Processes that go on with the variables of one launch of the plugin. A process that shows nothing of its
 * environment is not counted; neither is one with an environment of its own, as a task has.
 */
function processesOf(socketDirectory: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(socketDirectory) && isRunning(pid);
      } catch {
        return false;
      }
    });
}

/** What a kernel is to a plugin: the parent that holds its standard input. It prints the plugin's process id. */
const hostProgram = `
const { spawn } = require("node:child_process");
const { command, directory, environment } = JSON.parse(process.argv[1]);
const [program, ...parameters] = command;
const child = spawn(program, parameters, { cwd: directory, env: environment, stdio: ["pipe", "pipe", "ignore"], detached: true });
process.stdout.write(child.pid + "\\n");
child.stdout.pipe(process.stdout);
setInterval(() => {}, 1000);
`;

async function launchByHost(bench: Bench): Promise<{ host: ChildProcess; pid: number; socketDirectory: string }> {
  const { target } = bench;
  if (target.kind === "image") return bench.skip("a scheduler has started this container, and its end is the lifeline");
  if (target.kind !== "process") return bench.skip("somebody else has started this plugin: use --exec or a folder");
  const { dataDirectory: socketDirectory } = bench.installation();
  const environment = pluginEnvironment({ socketDirectory, clientCertificate: createCertificate().pem });
  const plan = JSON.stringify({ command: target.command, directory: target.directory, environment });
  const host = spawn(process.execPath, ["-e", hostProgram, plan], { stdio: ["ignore", "pipe", "inherit"] });
  bench.defer(async () => {
    if (host.exitCode === null && host.signalCode === null) {
      host.kill("SIGKILL");
      await once(host, "exit");
    }
  });
  const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]();
  const pid = Number((await lines.next()).value);
  bench.defer(async () => signalGroup(pid, "SIGKILL"));
  const line = await within("the plugin prints its handshake line", 30_000, lines.next());
  check(line.done !== true, "the plugin ended before the handshake");
  return { host, pid, socketDirectory };
}

/** How the plugin's process ends, and what it leaves. */
export const endingSuite = defineSuite(
  { prefix: "process", contract: "gofer.plugin.v1" },
  {
    "stdin-eof": {
      summary: "The plugin ends when its standard input ends: the kernel is gone.",
      run: async (bench) => {
        const { process } = await shakeHands(bench);
        process.endInput();
        await ends(process);
      },
    },
    "stdin-eof-busy": {
      summary: "It ends at the end of standard input even while calls are open.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await bench.configure(plugin);
        const stream = plugin.base.watchStatus({})[Symbol.asyncIterator]();
        await stream.next();
        plugin.process().endInput();
        await ends(plugin.process());
        await stream.return?.(undefined);
      },
    },
    sigterm: {
      summary: "The plugin ends at SIGTERM.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await bench.configure(plugin);
        plugin.process().signal("SIGTERM");
        await ends(plugin.process());
      },
    },
    "sigint-ignored": {
      level: "SHOULD",
      summary: "SIGINT, which a terminal sends to the whole group, does not end it: the kernel decides when.",
      run: async (bench) => {
        const plugin = await bench.launch();
        plugin.process().signal("SIGINT");
        // The answer comes after the signal was delivered.
        await plugin.client(Health).check({ service: "plugin" });
        await plugin.client(Health).check({ service: "plugin" });
        check(!plugin.process().isGone(), "SIGINT ended it");
      },
    },
    shutdown: {
      summary: "The plugin ends after GRPCController.Shutdown.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await plugin
          .client(GrpcController)
          .shutdown({}, { timeoutMs: 5000 })
          .catch(() => undefined);
        await ends(plugin.process());
      },
    },
    "shutdown-busy": {
      summary: "It ends after Shutdown even while streams are open.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await bench.configure(plugin);
        const stream = plugin.base.watchStatus({})[Symbol.asyncIterator]();
        await stream.next();
        await plugin
          .client(GrpcController)
          .shutdown({}, { timeoutMs: 5000 })
          .catch(() => undefined);
        await ends(plugin.process());
        await stream.return?.(undefined);
      },
    },
    "shutdown-exit-code": {
      level: "SHOULD",
      summary: "An end that was asked for has exit code 0.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await plugin
          .client(GrpcController)
          .shutdown({}, { timeoutMs: 5000 })
          .catch(() => undefined);
        checkEqual("the end after Shutdown", await ends(plugin.process()), "exit code 0");
      },
    },
    "removes-socket": {
      level: "SHOULD",
      summary: "A plugin that ends in order removes its socket.",
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        process.endInput();
        await ends(process);
        check(!existsSync(handshake.address), `${handshake.address} is still there`);
      },
    },
    "no-child-left": {
      summary: "No process of the plugin is left when it has ended.",
      run: async (bench) => {
        if (!existsSync("/proc/self/environ")) return bench.skip("this system does not show environments of processes");
        const plugin = await bench.launch();
        await bench.configure(plugin);
        const process = plugin.process();
        process.endInput();
        await ends(process);
        await eventually(
          `processes ${processesOf(process.socketDirectory).join(", ")} of the plugin end with it`,
          () => processesOf(process.socketDirectory).length === 0 || undefined,
          2000,
        );
      },
    },
    "host-killed": {
      summary: "When the kernel is killed, nothing of the plugin is left after 10 s.",
      run: async (bench) => {
        const { host, pid, socketDirectory } = await launchByHost(bench);
        host.kill("SIGKILL");
        await eventually(
          `the plugin (process ${pid}) ends after its host was killed`,
          () => (!isRunning(pid) && processesOf(socketDirectory).length === 0) || undefined,
          graceMs,
        );
      },
    },
    "killed-and-started-again": {
      summary: "After SIGKILL the same installation starts again on the same data.",
      run: async (bench) => {
        const installation = bench.installation();
        const before = await bench.launch({ ...installation, generation: 1 });
        await bench.configure(before);
        before.process().signal("SIGKILL");
        await before.process().exited;
        const after = await bench.launch({ ...installation, generation: 2 });
        await bench.configure(after);
        await first("WatchStatus", after.base.watchStatus({}, { timeoutMs: 5000 }));
      },
    },
    "next-generation-beside": {
      level: "SHOULD",
      summary: "A new process of an installation can be configured while the old one still runs: upgrades need it.",
      run: async (bench) => {
        const installation = bench.installation();
        const old = await bench.launch({ ...installation, generation: 1 });
        await bench.configure(old);
        const next = await bench.launch({ ...installation, generation: 2 });
        await bench.configure(next);
      },
    },
  },
);
