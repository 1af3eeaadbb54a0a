import { defineSuite } from "../case.js";
import { check, checkEqual, collect, describeError, present, within } from "../check.js";
import { codeOf, driveScheduler, exitOf, itemCode } from "./driver.js";

/** What a container is given: arguments, environment, network, limits. */
export const environmentSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "start-arguments": {
      summary: "Arguments reach the command unchanged: spaces, quotes, line ends, dollar signs.",
      run: async (bench) => {
        const { startOne, output, spec } = await driveScheduler(bench);
        const words = ["two words", `"quoted" 'twice'`, "line\nend", "$HOME `id` \\n", "", "ümläut 🙂", "*"];
        const { key } = await startOne(spec({ command: ["sh", "-c", 'printf "<%s>" "$@"', "sh", ...words] }));
        checkEqual("the output", (await output(key)).stdout.toString(), words.map((word) => `<${word}>`).join(""));
      },
    },
    "start-entrypoint": {
      summary: "The entrypoint comes before the command.",
      run: async (bench) => {
        const { startOne, output, spec } = await driveScheduler(bench);
        const { key } = await startOne(spec({ entrypoint: ["sh", "-c", 'echo "$0 $1"'], command: ["a", "b"] }));
        checkEqual("the output", (await output(key)).stdout.toString(), "a b\n");
      },
    },
    "start-environment": {
      summary: "Variables reach the command byte by byte.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const value = "a=b \"c\" 'd' $HOME\nline two\tü🙂";
        const { key } = await startOne(script('printf "%s" "$VALUE"', { environment: { VALUE: value } }));
        checkEqual("the output", (await output(key)).stdout.toString(), value);
      },
    },
    "start-foreign-environment": {
      summary: "Nothing of the plugin's own environment reaches a container.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const { key } = await startOne(script("env"));
        const { stdout } = await output(key);
        const leaked = stdout.toString().match(/^(PLUGIN_\w+|GOFER_PLUGIN_\w+)=/gm) ?? [];
        checkEqual("the plugin's variables in the container", [...leaked], []);
      },
    },
    "start-no-input": {
      summary: "Standard input of a container is at its end unless keep_stdin_open is set.",
      run: async (bench) => {
        const { startOne, ended, script } = await driveScheduler(bench);
        const { key } = await startOne(script("cat; exit 5"));
        checkEqual("the exit code after reading standard input", exitOf(await ended(key, 15_000)).exitCode, 5);
      },
    },
    "start-network-modes": {
      summary: "Each network mode is served or FAILED_PRECONDITION.",
      run: async (bench) => {
        const { tryStart, client, script } = await driveScheduler(bench);
        const sandbox = bench.random.label("sandbox");
        bench.defer(() => client.remove({ keys: [], sandboxes: [sandbox] }, { timeoutMs: 60_000 }));
        for (const network of [
          { mode: "MODE_NONE" },
          { mode: "MODE_OWN" },
          { mode: "MODE_RUN", sandbox },
          { mode: "MODE_RUN", sandbox },
        ] as const) {
          const [result] = await tryStart(script("sleep 1", { network }));
          const code = codeOf(present("the result", result));
          check(code === 0 || code === itemCode.precondition, `${network.mode} is answered with code ${code}`);
        }
      },
    },
    "limits-told": {
      summary: "Every limit that was asked for comes back as ENFORCED, APPROXIMATED or IGNORED, and no other.",
      run: async (bench) => {
        const { tryStart, script } = await driveScheduler(bench);
        const limits = { cpuMillis: 500, memoryBytes: 64 << 20, pids: 64, wallTimeMs: 60_000 };
        const [result] = await tryStart(script("true", { limits }));
        const told = present("the started container", result?.started).enforcements;
        checkEqual("the limits that are told", told.map(({ limit }) => limit).sort(), [
          "cpu_millis",
          "memory_bytes",
          "pids",
          "wall_time_ms",
        ]);
        check(
          told.every(({ kind }) => kind !== "KIND_UNSPECIFIED"),
          "a limit is told as KIND_UNSPECIFIED",
        );
        const [none] = await tryStart(script("true"));
        checkEqual("the limits told of a container without", none?.started?.enforcements, []);
      },
    },
    "limits-required": {
      summary: "A required limit that cannot be kept refuses the container with FAILED_PRECONDITION.",
      run: async (bench) => {
        const { tryStart, script } = await driveScheduler(bench);
        const limits = { memoryBytes: 64 << 20, pids: 64, required: true };
        const [result] = await tryStart(script("true", { limits }));
        if (result?.error) return checkEqual("the code", result.error.code, itemCode.precondition);
        const ignored = result?.started?.enforcements.filter(({ kind }) => kind === "KIND_IGNORED") ?? [];
        checkEqual("required limits that are ignored", ignored, []);
      },
    },
    "limits-memory": {
      summary: "A container over an ENFORCED memory limit ends with reason OUT_OF_MEMORY.",
      run: async (bench) => {
        const { tryStart, ended, spec } = await driveScheduler(bench);
        const hungry = spec({ command: ["sh", "-c", "exec tail /dev/zero"], limits: { memoryBytes: 32 << 20 } });
        const plain = { ...spec({ command: ["true"] }), limits: { memoryBytes: 32 << 20 } };
        const [probe] = await tryStart(plain);
        if (!probe?.started?.enforcements.some(({ kind }) => kind === "KIND_ENFORCED")) {
          return bench.skip("memory_bytes is not ENFORCED");
        }
        await tryStart(hungry);
        checkEqual("the reason", exitOf(await ended(hungry.key)).reason, "REASON_OUT_OF_MEMORY");
      },
    },
    "limits-wall-time": {
      summary: "A container whose wall time is over is killed with reason TIMEOUT.",
      run: async (bench) => {
        const { tryStart, ended, script } = await driveScheduler(bench);
        const spec = script("sleep 60", { limits: { wallTimeMs: 1000 } });
        const [result] = await tryStart(spec);
        const told = result?.started?.enforcements.find(({ limit }) => limit === "wall_time_ms");
        if (told?.kind === "KIND_IGNORED") return bench.skip("wall_time_ms is IGNORED");
        checkEqual("the reason", exitOf(await ended(spec.key, 20_000)).reason, "REASON_TIMEOUT");
      },
    },
    "secret-environment": {
      summary:
        "Values of a container's environment and registry passwords appear in no answer, no error and no output.",
      run: async (bench) => {
        const { client, tryStart, ended, script, list, inspect } = await driveScheduler(bench);
        const environment = { TOKEN: bench.canary() };
        const good = script("true", { environment });
        const answers: unknown[] = [
          await tryStart(good, { ...script("true", { environment }), key: "Bad Key" }),
          await tryStart({ ...good, specHash: "other" }),
          await tryStart(script("true", { environment, command: ["/no/such/program"] })),
          await ended(good.key),
          await inspect(good.key),
          await list(),
        ];
        const registryAuth = { username: "somebody", password: bench.canary() };
        for (const image of [bench.fixture.scheduler.image, bench.fixture.scheduler.missingImage ?? ""]) {
          const pull = client.prepareImage({ image, registryAuth, pullPolicy: "PULL_POLICY_NEVER" });
          answers.push(await within("PrepareImage ends", 60_000, collect(pull)).catch(describeError));
        }
        bench.checkSecrecy(...answers.map((answer) => JSON.stringify(answer)));
      },
    },
  },
);
