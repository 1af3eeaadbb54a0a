import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { connect as connectTls } from "node:tls";
import { GrpcController, Health, Plugin } from "@gofer/proto";
import { Client, credentials } from "@grpc/grpc-js";
import { openPluginChannel, pluginEnvironment, signalGroup } from "../host/index.js";
import { type Certificate, createCertificate, toPem } from "../plugin/certificate.js";
import { cookie, type Handshake, launchEnvironment, parseHandshake } from "../plugin/handshake.js";
import { clientOf } from "../rpc/index.js";
import type { Bench } from "./bench.js";
import { defineSuite } from "./case.js";
import { check, checkEqual, eventually, first, refused, within } from "./check.js";
import { isRunning, type PluginProcess } from "./plugin-process.js";

/** The plugin gets this long to end after it was asked to; the kernel kills it then. */
const graceMs = 10_000;

async function ends(process: PluginProcess): Promise<string> {
  return within("the plugin ends", graceMs, process.exited);
}

/** A plugin that has shaken hands, as it says. */
async function shakeHands(bench: Bench, environment: NodeJS.ProcessEnv = {}) {
  const process = await bench.spawn({ environment });
  return { process, handshake: parseHandshake(await process.handshakeLine()) };
}

/** Tries a health check over a connection that the plugin must refuse. */
async function checkRefused(what: string, handshake: Handshake, trust: ReturnType<typeof credentials.createSsl>) {
  const target = handshake.network === "unix" ? `unix:${handshake.address}` : handshake.address;
  const channel = new Client(target, trust, { "grpc.ssl_target_name_override": "localhost" });
  try {
    await refused(
      what,
      clientOf(Health, channel).check({ service: "plugin" }, { timeoutMs: 3000 }),
      "unavailable",
      "deadline",
    );
  } finally {
    channel.close();
  }
}

function trustIn({ certificate }: Handshake, own?: Certificate) {
  const root = certificate ? Buffer.from(toPem(certificate)) : null;
  return own
    ? credentials.createSsl(root, Buffer.from(own.keyPem), Buffer.from(own.pem))
    : credentials.createSsl(root, null, null);
}

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

/** How the plugin's process begins, what it lets in, and how it ends. */
export const processSuite = defineSuite(
  { prefix: "process", contract: "gofer.plugin.v1" },
  {
    handshake: {
      summary: "The plugin prints one line CORE|APP|NETWORK|ADDRESS|grpc|CERTIFICATE with versions 1 and 1.",
      run: async (bench) => {
        const process = await bench.spawn();
        const line = await process.handshakeLine();
        const { network, address } = parseHandshake(line);
        check(line.split("|").length >= 6, `the handshake line ${JSON.stringify(line)} has less than six fields`);
        if (network === "unix") {
          check(existsSync(address), `there is no socket at ${address} when the handshake line is printed`);
        }
      },
    },
    "handshake-noise": {
      level: "SHOULD",
      summary:
        "Nothing comes on standard output before the handshake line: a stricter host takes it for the handshake.",
      run: async (bench) => {
        const process = await bench.spawn();
        await process.handshakeLine();
        check(
          process.noise.length === 0,
          `${process.noise.length} lines before the handshake, the first is ${JSON.stringify(process.noise[0])}: log to standard error`,
        );
      },
    },
    "socket-directory": {
      summary:
        "The socket is in the directory that the host gave, so that the host can remove it and nobody else can reach it.",
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        check(
          handshake.address.startsWith(`${process.socketDirectory}/`),
          `the socket ${handshake.address} is not in ${process.socketDirectory}`,
        );
      },
    },
    "socket-mode": {
      level: "SHOULD",
      summary: "Only the owner may use the socket.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        const mode = lstatSync(handshake.address).mode & 0o077;
        checkEqual("the mode of the socket for others", mode.toString(8), "0");
      },
    },
    "tcp-needs-tls": {
      summary: "A plugin that serves on TCP shows a certificate: anybody on the machine can reach a port.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (handshake.network === "unix") return bench.skip("it serves on a unix socket");
        check(handshake.certificate !== undefined, `it serves on ${handshake.address} without a certificate`);
      },
    },
    "no-cookie": {
      summary: "Started by a person, without the magic cookie, it ends with an error.",
      run: async (bench) => {
        const process = await bench.spawn({ environment: { [cookie.name]: undefined } });
        const how = await ends(process);
        check(/^exit code [1-9]/.test(how), `it ended with ${how}, expected an exit code that is not 0`);
        check(
          !/^\d+\|\d+\|/m.test(process.written().stdout),
          "it printed a handshake line although nobody shook hands",
        );
      },
    },
    "no-cookie-says-why": {
      level: "SHOULD",
      summary: "Started by a person it says on standard error that it is a plugin.",
      run: async (bench) => {
        const process = await bench.spawn({ environment: { [cookie.name]: undefined } });
        await ends(process);
        check(/plugin/i.test(process.written().stderr), "standard error does not say that this is a plugin");
      },
    },
    "wrong-cookie": {
      summary: "A wrong magic cookie is as good as none.",
      run: async (bench) => {
        const process = await bench.spawn({ environment: { [cookie.name]: "0".repeat(64) } });
        const how = await ends(process);
        check(/^exit code [1-9]/.test(how), `it ended with ${how}, expected an exit code that is not 0`);
      },
    },
    "other-protocol-versions": {
      summary:
        "Offered several versions, the plugin takes 1; offered none of its own, it announces its lowest or ends.",
      run: async (bench) => {
        const both = await bench.spawn({ environment: { [launchEnvironment.protocolVersions]: "7,1" } });
        checkEqual("the version it takes from 7 and 1", (await both.handshakeLine()).split("|")[1], "1");
        const newer = await bench.spawn({ environment: { [launchEnvironment.protocolVersions]: "7" } });
        const version = await Promise.race([
          newer.handshakeLine().then(
            (line) => line.split("|")[1],
            () => "ended",
          ),
          newer.exited.then(() => "ended"),
        ]);
        check(
          version === "1" || version === "ended",
          `offered version 7 it announces ${version ?? "nothing"}, expected 1`,
        );
      },
    },
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
    "mtls-stranger": {
      summary: "A client with another certificate than the host's is refused.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (!handshake.certificate) return bench.skip("it serves without TLS");
        await checkRefused("a call with a stranger's certificate", handshake, trustIn(handshake, createCertificate()));
      },
    },
    "mtls-no-certificate": {
      summary: "A client without a certificate is refused.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (!handshake.certificate) return bench.skip("it serves without TLS");
        await checkRefused("a call without a client certificate", handshake, trustIn(handshake));
      },
    },
    "mtls-plaintext": {
      summary: "A plugin that announced a certificate takes no call in plaintext.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (!handshake.certificate) return bench.skip("it serves without TLS");
        await checkRefused("a call in plaintext", handshake, credentials.createInsecure());
      },
    },
    "mtls-announced": {
      summary: "The certificate that it serves with is the one that it announced.",
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        const { certificate, network, address } = handshake;
        if (!certificate) return bench.skip("it serves without TLS");
        const [host = "", port = ""] = address.split(":");
        const socket = connectTls({
          socket: network === "unix" ? createConnection(address) : createConnection(Number(port), host),
          cert: process.certificate.pem,
          key: process.certificate.keyPem,
          ALPNProtocols: ["h2"],
          rejectUnauthorized: false,
        });
        socket.on("error", () => undefined);
        bench.defer(async () => socket.destroy());
        await within("the plugin finishes the TLS handshake", 5000, once(socket, "secureConnect"));
        check(socket.getPeerCertificate().raw.equals(certificate), "it shows another certificate than it announced");
      },
    },
    health: {
      summary: 'grpc.health.v1 answers SERVING for the service "plugin" before anything else was called.',
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        const channel = openPluginChannel(handshake, {
          own: process.certificate,
          socketDirectory: process.socketDirectory,
          peer: "the plugin",
        });
        bench.defer(async () => channel.close());
        const { status } = await clientOf(Health, channel).check({ service: "plugin" }, { timeoutMs: 5000 });
        checkEqual("the health", status, "SERVING");
      },
    },
    "health-unknown-service": {
      level: "SHOULD",
      summary: "A health check of a service that the plugin does not know is NOT_FOUND, as the health protocol says.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await refused("Check of an unknown service", plugin.client(Health).check({ service: "nobody" }), "notFound");
      },
    },
    "unknown-method": {
      summary: "A method that the plugin does not have is UNIMPLEMENTED, and the plugin goes on.",
      run: async (bench) => {
        const { channel, client } = await bench.launch();
        const answered = new Promise<number>((resolve) => {
          channel.makeUnaryRequest(
            "/gofer.plugin.v1.Plugin/NoSuchMethod",
            (bytes: Buffer) => bytes,
            (bytes: Buffer) => bytes,
            Buffer.alloc(0),
            (error) => resolve(error?.code ?? 0),
          );
        });
        checkEqual("the status code of an unknown method", await within("it is answered", 5000, answered), 12);
        await client(Health).check({ service: "plugin" });
      },
    },
    "broken-message": {
      summary: "Bytes that are no message are refused, and the plugin goes on.",
      run: async (bench) => {
        const { channel, client } = await bench.launch();
        const answered = new Promise<number>((resolve) => {
          channel.makeUnaryRequest(
            "/gofer.plugin.v1.Plugin/ValidateConfig",
            (bytes: Buffer) => bytes,
            (bytes: Buffer) => bytes,
            Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x01]),
            (error) => resolve(error?.code ?? 0),
          );
        });
        check((await within("it is answered", 5000, answered)) !== 0, "a broken message is answered OK");
        await client(Health).check({ service: "plugin" });
      },
    },
    "logs-to-stderr": {
      level: "SHOULD",
      summary: "After the handshake line nothing comes on standard output.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await bench.configure(plugin);
        await plugin.base.getInfo({});
        const lines = plugin.process().written().stdout.trim().split("\n");
        checkEqual("the number of lines on standard output", lines.length, 1);
      },
    },
    "no-network": {
      summary: "GetInfo works in a process that has no network.",
      run: async (bench) => {
        const wrapper = ["unshare", "--user", "--net", "--map-root-user", "--"];
        try {
          execFileSync("unshare", [...wrapper.slice(1), "true"], { stdio: "ignore" });
        } catch {
          return bench.skip("this system does not let a process give up its network (unshare)");
        }
        const process = await bench.spawn({ wrapper });
        const handshake = parseHandshake(await process.handshakeLine());
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        const channel = openPluginChannel(handshake, {
          own: process.certificate,
          socketDirectory: process.socketDirectory,
          peer: "the plugin",
        });
        bench.defer(async () => channel.close());
        await clientOf(Plugin, channel).getInfo({}, { timeoutMs: 5000 });
      },
    },
  },
);
