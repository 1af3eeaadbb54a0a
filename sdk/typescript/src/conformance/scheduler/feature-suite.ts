import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { ExecRequestInput, ExecResponse } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, collect, eventually, first, refused, within } from "../check.js";
import { type Driver, driveScheduler, exitOf } from "./driver.js";

/** Runs a command inside a container; its answers after its end. */
async function exec(
  { client }: Driver,
  key: string,
  command: readonly string[],
  input: readonly ExecRequestInput[] = [{ stdinEof: true, event: "stdinEof" }],
): Promise<{ stdout: string; stderr: string; exitCode: number | undefined }> {
  async function* requests(): AsyncGenerator<ExecRequestInput> {
    yield { event: "start", start: { key, command: [...command] } };
    yield* input;
  }
  const answers = await within(`Exec of ${command.join(" ")} ends`, 20_000, collect(client.exec(requests())));
  const text = (pick: (answer: ExecResponse) => Buffer | undefined) =>
    Buffer.concat(answers.map((answer) => pick(answer) ?? Buffer.alloc(0))).toString();
  return {
    stdout: text((answer) => (answer.event === "stdout" ? answer.stdout : undefined)),
    stderr: text((answer) => (answer.event === "stderr" ? answer.stderr : undefined)),
    exitCode: answers.at(-1)?.exitCode,
  };
}

async function* never(): AsyncGenerator<never> {
  await new Promise<never>(() => undefined);
}

async function sleeping(driver: Driver): Promise<string> {
  const { key } = await driver.startOne(driver.script("echo ready; sleep 60"));
  await driver.hasWritten(key, "ready");
  return key;
}

/** The optional parts: each is served when it is advertised, and UNIMPLEMENTED when it is not. */
export const featureSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "features-absent": {
      summary: "A method of a feature that is not advertised is UNIMPLEMENTED.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const { contracts } = await (await bench.plugin()).base.getInfo({});
        const features = contracts.find(({ name }) => name === "gofer.scheduler.v1")?.features ?? [];
        const key = bench.random.label("nobody");
        async function* requests(): AsyncGenerator<ExecRequestInput> {
          yield { event: "start", start: { key, command: ["true"] } };
        }
        const calls: Readonly<Record<string, () => Promise<unknown>>> = {
          STREAM_STARTS: () => collect(client.streamStarts(never())),
          EXEC: () => collect(client.exec(requests())),
          STATS: () => collect(client.streamStats({ key, intervalMs: 100 })),
        };
        const absent = Object.entries(calls).filter(([feature]) => !features.includes(feature));
        if (absent.length === 0) return bench.skip("STREAM_STARTS, EXEC and STATS are all advertised");
        for (const [feature, call] of absent) {
          await refused(`the method of ${feature}`, within("it is answered", 10_000, call()), "unimplemented");
        }
      },
    },
    exec: {
      features: ["EXEC"],
      summary: "Exec runs a command in the container; its streams are told apart and its exit code comes last.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const key = await sleeping(driver);
        checkEqual("the answer", await exec(driver, key, ["sh", "-c", "echo out; echo err >&2; exit 9"]), {
          stdout: "out\n",
          stderr: "err\n",
          exitCode: 9,
        });
      },
    },
    "exec-input": {
      features: ["EXEC"],
      summary: "Exec passes standard input on, and its end.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const key = await sleeping(driver);
        const input: ExecRequestInput[] = [
          { event: "stdin", stdin: Buffer.from("one\n") },
          { event: "stdin", stdin: Buffer.from("two\n") },
          { event: "stdinEof", stdinEof: true },
        ];
        const { stdout, exitCode } = await exec(driver, key, ["cat"], input);
        checkEqual("the answer", { stdout, exitCode }, { stdout: "one\ntwo\n", exitCode: 0 });
      },
    },
    "exec-unknown": {
      features: ["EXEC"],
      summary: "Exec in an unknown container is NOT_FOUND.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        await refused("Exec in an unknown container", exec(driver, bench.random.label("nobody"), ["true"]), "notFound");
      },
    },
    "exec-exited": {
      features: ["EXEC"],
      summary: "Exec in an exited container is FAILED_PRECONDITION.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("true"));
        await driver.ended(key);
        await refused("Exec in an exited container", exec(driver, key, ["true"]), "precondition");
      },
    },
    "exec-broken-off": {
      features: ["EXEC"],
      summary: "When the caller breaks the stream, the command is killed.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const key = await sleeping(driver);
        const mark = `9${bench.random.below(100_000) + 100_000}`;
        async function* requests(): AsyncGenerator<ExecRequestInput> {
          yield { event: "start", start: { key, command: ["sh", "-c", `echo ready; exec sleep ${mark}`] } };
          await new Promise<never>(() => undefined);
        }
        await within("the command has begun", 10_000, first("Exec", driver.client.exec(requests())));
        await eventually(
          "the command of a broken stream ends",
          async () => {
            const { stdout } = await exec(driver, key, ["sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"]);
            return !stdout.includes(`sleep ${mark}`) || undefined;
          },
          15_000,
        );
      },
    },
    "exec-terminal": {
      features: ["EXEC"],
      summary: "With tty the command has a terminal.",
      run: async (bench) => {
        const { client, ...driver } = await driveScheduler(bench);
        const key = await sleeping({ client, ...driver });
        async function* requests(): AsyncGenerator<ExecRequestInput> {
          const size = { columns: 100, rows: 40 };
          yield {
            event: "start",
            start: { key, command: ["sh", "-c", "test -t 1 && echo terminal"], tty: true, size },
          };
        }
        const answers = await within("Exec ends", 20_000, collect(client.exec(requests())));
        const text = answers.map(({ stdout }) => stdout?.toString() ?? "").join("");
        check(text.includes("terminal"), `the command sees no terminal: ${JSON.stringify(text)}`);
      },
    },
    stats: {
      features: ["STATS"],
      summary: "StreamStats sends samples while the container runs, and ends with it.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(driver.script("echo ready; sleep 3"));
        await driver.hasWritten(key, "ready");
        const samples = await within(
          "StreamStats ends with the container",
          30_000,
          collect(driver.client.streamStats({ key, intervalMs: 100 })),
        );
        check(samples.length > 0, "no sample came");
        check(
          samples.some(({ cpuMs, memoryBytes, pids }) =>
            [cpuMs, memoryBytes, pids].some((value) => value !== undefined),
          ),
          "no sample has measured anything",
        );
      },
    },
    "stats-unknown": {
      features: ["STATS"],
      summary: "StreamStats of an unknown container is NOT_FOUND.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const stats = client.streamStats({ key: bench.random.label("nobody"), intervalMs: 100 });
        await refused("StreamStats of an unknown container", collect(stats), "notFound");
      },
    },
    ports: {
      features: ["PORTS"],
      summary: "A port that was asked for can be reached at the address that is told.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const { key } = await driver.startOne(
          driver.script("while :; do echo hello | nc -l -p 8080; done", { ports: [8080] }),
        );
        const address = await eventually(
          "an address for port 8080",
          async () => (await driver.inspect(key)).addresses[8080],
        );
        const at = address.lastIndexOf(":");
        const answer = await eventually("the port answers", () =>
          greet(address.slice(0, at), Number(address.slice(at + 1))),
        );
        checkEqual("the answer", answer, "hello\n");
      },
    },
    mounts: {
      features: ["PORTS"],
      summary: "A mounted directory is there, and a read-only one refuses writes.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const hostPath = join(bench.installation().dataDirectory, "mounted");
        mkdirSync(hostPath, { mode: 0o777 });
        writeFileSync(join(hostPath, "in"), "from the host");
        const mount = { hostPath, containerPath: "/mnt", readOnly: false };
        const write = await driver.startOne(
          driver.script("cat /mnt/in; echo from the container > /mnt/out; chmod 666 /mnt/out", { mounts: [mount] }),
        );
        checkEqual("the output", (await driver.output(write.key)).stdout.toString(), "from the host");
        checkEqual("the file", readFileSync(join(hostPath, "out"), "utf8"), "from the container\n");
        const refuse = await driver.startOne(
          driver.script("echo no > /mnt/no 2>/dev/null || exit 9", { mounts: [{ ...mount, readOnly: true }] }),
        );
        checkEqual("the exit code of a write to a read-only mount", exitOf(await driver.ended(refuse.key)).exitCode, 9);
      },
    },
    confinement: {
      features: ["PORTS"],
      summary: "A confined container writes to /tmp only, has no capabilities, and is the user it was told to be.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const script = [
          "touch /written 2>/dev/null && exit 3",
          "touch /tmp/written || exit 4",
          "grep -qE '^Cap(Eff|Prm|Bnd):[[:space:]]+0+$' /proc/self/status || exit 5",
          "grep -E '^Cap(Eff|Prm|Bnd):' /proc/self/status | grep -qvE '[[:space:]]0+$' && exit 6",
          'echo "$(id -u):$(id -g)"',
        ].join("; ");
        const confinement = { readOnlyRoot: true, noCapabilities: true, user: "65534:65534" };
        const { key } = await driver.startOne(driver.script(script, { confinement }));
        checkEqual("the exit code", exitOf(await driver.ended(key)).exitCode, 0);
        checkEqual("its user", (await driver.output(key)).stdout.toString(), "65534:65534\n");
      },
    },
    "stdin-lifeline": {
      features: ["PORTS"],
      summary: "keep_stdin_open keeps standard input open, and it ends when the plugin dies.",
      run: async (bench) => {
        const before = await driveScheduler(bench);
        const spec = before.script("echo ready; cat; exit 9", { keepStdinOpen: true });
        await before.startOne(spec);
        await before.hasWritten(spec.key, "ready");
        checkEqual("the state while the plugin lives", (await before.inspect(spec.key)).state, "STATE_RUNNING");
        await bench.restart();
        const after = await driveScheduler(bench);
        checkEqual("the exit code after the plugin died", exitOf(await after.ended(spec.key, 15_000)).exitCode, 9);
      },
    },
  },
);

/** What a port says; undefined when it does not answer yet. */
function greet(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host, port, timeout: 2000 });
    socket.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.endsWith("\n")) socket.destroy();
    });
    socket.on("error", () => resolve(undefined));
    socket.on("timeout", () => socket.destroy());
    socket.on("close", () => resolve(text === "" ? undefined : text));
  });
}
