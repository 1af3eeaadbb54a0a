import { readdirSync } from "node:fs";
import { Scheduler, Task, Trigger, type WatchRequestInput } from "@gofer/proto";
import { Ajv2020 } from "ajv/dist/2020.js";
import semver from "semver";
import { isDnsLabel } from "../names.js";
import { type Bench, bytesOf, type RunningPlugin } from "./bench.js";
import { defineSuite } from "./case.js";
import { aborted, check, checkEqual, collect, describeError, eventually, first, refused, within } from "./check.js";
import { roleProbes } from "./role-probe.js";

/** The optional parts that each contract names. */
const knownFeatures: Readonly<Record<string, readonly string[]>> = {
  "gofer.scheduler.v1": ["EXEC", "STATS", "PORTS"],
  "gofer.objectstore.v1": [],
  "gofer.secretstore.v1": ["READ_ONLY", "REKEY"],
  "gofer.trigger.v1": ["EVENTS", "SCHEDULE"],
  "gofer.task.v1": ["RESUMABLE"],
};

interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, { readonly type?: unknown; readonly "x-gofer-secret"?: unknown }>>;
}

function parseSchema(what: string, bytes: Buffer): Schema | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const schema = JSON.parse(bytes.toString()) as Schema;
    new Ajv2020({ strict: false }).compile(schema);
    checkEqual(`the type of ${what}`, schema.type, "object");
    return schema;
  } catch (error) {
    check(false, `${what} is not a JSON Schema (draft 2020-12): ${describeError(error)}`);
  }
}

/** What is wrong with one property of the schema, as a configuration; undefined when nothing certainly is. */
function wrongValue(type: unknown): unknown {
  return { string: 12, number: "twelve", integer: "twelve", boolean: "yes", object: 12, array: 12 }[String(type)];
}

/** Configurations that must be refused: from the fixture, and from the types of the schema. */
async function invalidConfigs(bench: Bench, plugin: RunningPlugin) {
  const { configSchema } = await plugin.base.getInfo({});
  const schema = parseSchema("config_schema", configSchema);
  const wrong = Object.entries(schema?.properties ?? {})
    .filter(([, property]) => property["x-gofer-secret"] !== true)
    .map(([name, { type }]) => [name, wrongValue(type)] as const)
    .filter(([, value]) => value !== undefined);
  const derived = [
    ...(wrong.length > 0
      ? [
          {
            config: { ...bench.fixture.config, ...Object.fromEntries(wrong) },
            pointers: wrong.map(([name]) => `/${name}`),
          },
        ]
      : []),
  ];
  return [...bench.fixture.invalidConfigs, ...derived];
}

/** Waits for so many messages of a stream, a little longer than the contract allows between two. */
async function hears(what: string, count: number, stream: AsyncIterable<unknown>): Promise<void> {
  let heard = 0;
  const hearing = (async () => {
    for await (const _message of stream) if (++heard === count) return;
  })();
  await within(`${what} sends ${count} messages`, 35_000, hearing);
}

async function* noSubscriptions(until: AbortSignal): AsyncGenerator<WatchRequestInput> {
  yield { subscriptions: { subscriptions: [], credits: 1 } };
  await aborted(until);
}

async function configured(bench: Bench): Promise<RunningPlugin> {
  const plugin = await bench.launch();
  await bench.configure(plugin);
  return plugin;
}

/** The service that every plugin serves. */
export const baseSuite = defineSuite(
  { prefix: "base", contract: "gofer.plugin.v1" },
  {
    "info-before-configure": {
      summary: "GetInfo works with no configuration.",
      run: async (bench) => {
        const { base } = await bench.launch();
        await base.getInfo({}, { timeoutMs: 5000 });
      },
    },
    "info-valid": {
      summary: "Name is a DNS label, version a semantic version, and at least one contract is served.",
      run: async (bench) => {
        const { name, version, contracts, kernelRange } = await (await bench.plugin()).base.getInfo({});
        check(isDnsLabel(name), `name ${JSON.stringify(name)} is not a DNS label`);
        check(
          semver.valid(version) === version,
          `version ${JSON.stringify(version)} is not a semantic version without "v"`,
        );
        check(contracts.length > 0, "no contract is served");
        check(
          kernelRange === "" || semver.validRange(kernelRange) !== null,
          `kernel_range ${JSON.stringify(kernelRange)} is not a semantic version range`,
        );
        const names = contracts.map((contract) => contract.name);
        checkEqual("the number of different contracts", new Set(names).size, names.length);
      },
    },
    "info-known": {
      level: "SHOULD",
      summary: "Contracts and features are ones that exist: a misspelt one is ignored.",
      run: async (bench) => {
        for (const { name, features } of (await (await bench.plugin()).base.getInfo({})).contracts) {
          const known = knownFeatures[name];
          check(known !== undefined, `contract ${name} is not known: ${Object.keys(knownFeatures).join(", ")}`);
          const unknown = features.filter((feature) => !known.includes(feature));
          check(unknown.length === 0, `${name} has no feature ${unknown.join(", ")}`);
        }
      },
    },
    "info-stable": {
      summary: "GetInfo gives the same answer at every call, in every process, before and after Configure.",
      run: async (bench) => {
        const one = await bench.launch();
        const before = await one.base.getInfo({});
        await bench.configure(one);
        checkEqual("GetInfo after Configure", await one.base.getInfo({}), before);
        const other = await bench.launch();
        checkEqual("GetInfo of another process", await other.base.getInfo({}), before);
      },
    },
    "info-manifest": {
      summary: "GetInfo and the manifest gofer-plugin.json agree.",
      run: async (bench) => {
        const { target } = bench;
        const manifest = target.kind === "process" ? target.manifest : undefined;
        if (!manifest) return bench.skip("there is no manifest: give the plugin's folder");
        const info = await (await bench.plugin()).base.getInfo({});
        const facts = (from: Pick<typeof info, "name" | "version" | "contracts">) => ({
          name: from.name,
          version: from.version,
          contracts: from.contracts.map(({ name, features }) => `${name} [${[...features].sort().join(", ")}]`).sort(),
        });
        checkEqual("GetInfo", facts(info), facts(manifest));
      },
    },
    "info-contracts-served": {
      summary: "Every contract that GetInfo names is served.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        for (const { name } of (await plugin.base.getInfo({})).contracts) {
          for (const [method, call] of Object.entries(roleProbes[name]?.(plugin) ?? {})) {
            const error: unknown = await within(`${name} ${method} answers`, 10_000, call()).catch(
              (thrown: unknown) => thrown,
            );
            const text = error instanceof Error ? describeError(error) : "";
            check(!text.startsWith("UNIMPLEMENTED"), `${name} ${method} is answered ${text}`);
          }
        }
      },
    },
    "schema-valid": {
      summary: "config_schema and parameters_schema are JSON Schemas of objects, or empty.",
      run: async (bench) => {
        const { configSchema, parametersSchema } = await (await bench.plugin()).base.getInfo({});
        parseSchema("config_schema", configSchema);
        parseSchema("parameters_schema", parametersSchema);
      },
    },
    "schema-secrets": {
      summary: "A property that the fixture gives as a secret carries x-gofer-secret.",
      run: async (bench) => {
        const { configSchema } = await (await bench.plugin()).base.getInfo({});
        const schema = parseSchema("config_schema", configSchema);
        const pointers = Object.keys(bench.fixture.secrets);
        if (pointers.length === 0) return bench.skip("the fixture has no secrets");
        for (const pointer of pointers) {
          const property = schema?.properties?.[pointer.slice(1)];
          check(property?.["x-gofer-secret"] === true, `property ${pointer} does not carry "x-gofer-secret": true`);
        }
      },
    },
    "validate-before-configure": {
      summary: "ValidateConfig works before Configure and finds nothing wrong with a good configuration.",
      run: async (bench) => {
        const { base } = await bench.launch();
        const config = Buffer.from(JSON.stringify(bench.fixture.config));
        const { violations } = await base.validateConfig({ config, secrets: bytesOf(bench.fixture.secrets) });
        checkEqual("the violations of the fixture's configuration", violations, []);
      },
    },
    "validate-names-violations": {
      summary: "A bad configuration is a normal answer in which each violation names its place and what is wrong.",
      run: async (bench) => {
        const plugin = await bench.launch();
        const bad = await invalidConfigs(bench, plugin);
        if (bad.length === 0) return bench.skip("the plugin has no settings, and the fixture no invalidConfigs");
        for (const { config, pointers } of bad) {
          const { violations } = await plugin.base.validateConfig({
            config: Buffer.from(JSON.stringify(config)),
            secrets: bytesOf(bench.fixture.secrets),
          });
          for (const pointer of pointers) {
            check(
              violations.some(
                (violation) => violation.pointer === pointer || violation.pointer.startsWith(`${pointer}/`),
              ),
              `no violation of ${JSON.stringify(config)} points to ${pointer}: ${JSON.stringify(violations)}`,
            );
          }
          check(
            violations.every(({ message }) => message !== ""),
            `a violation of ${JSON.stringify(config)} says nothing`,
          );
        }
      },
    },
    "validate-all-at-once": {
      summary: "All violations come in one answer.",
      run: async (bench) => {
        const plugin = await bench.launch();
        const several = (await invalidConfigs(bench, plugin)).find(({ pointers }) => new Set(pointers).size > 1);
        if (!several) return bench.skip("no configuration with two violations is known: add one to invalidConfigs");
        const { violations } = await plugin.base.validateConfig({
          config: Buffer.from(JSON.stringify(several.config)),
          secrets: bytesOf(bench.fixture.secrets),
        });
        check(
          violations.length >= several.pointers.length,
          `${violations.length} violations are told, ${several.pointers.length} are there: ${several.pointers.join(", ")}`,
        );
      },
    },
    "validate-not-json": {
      summary: "A configuration that is not a JSON object is answered with a violation or INVALID_ARGUMENT.",
      run: async (bench) => {
        const { base } = await bench.launch();
        for (const config of ["{", "[]", "12"]) {
          try {
            const { violations } = await base.validateConfig({ config: Buffer.from(config), secrets: {} });
            check(violations.length > 0, `configuration ${config} has no violations`);
          } catch (error) {
            const text = describeError(error);
            check(text.startsWith("INVALID_ARGUMENT"), `configuration ${config} is answered ${text}`);
          }
        }
      },
    },
    "validate-no-effects": {
      summary: "ValidateConfig has no side effects: the plugin is not configured by it and writes nothing.",
      run: async (bench) => {
        const plugin = await bench.launch();
        const config = Buffer.from(JSON.stringify(bench.fixture.config));
        await plugin.base.validateConfig({ config, secrets: bytesOf(bench.fixture.secrets) });
        checkEqual("the files in the data directory", readdirSync(plugin.installation.dataDirectory), []);
        await checkRolesRefuse(plugin);
      },
    },
    "validate-keeps-secrets": {
      summary: "No violation shows the value of a secret.",
      run: async (bench) => {
        const plugin = await bench.launch();
        const { configSchema } = await plugin.base.getInfo({});
        const properties = parseSchema("config_schema", configSchema)?.properties ?? {};
        const secrets = Object.entries(properties).filter(([, property]) => property["x-gofer-secret"] === true);
        if (secrets.length === 0) return bench.skip("no property carries x-gofer-secret");
        const canary = bench.canary();
        const { violations } = await plugin.base.validateConfig({
          config: Buffer.from("{}"),
          secrets: bytesOf(Object.fromEntries(secrets.map(([name]) => [`/${name}`, canary]))),
        });
        bench.checkSecrecy(JSON.stringify(violations));
      },
    },
    "role-before-configure": {
      summary: "Calls of a role before Configure are FAILED_PRECONDITION.",
      run: async (bench) => checkRolesRefuse(await bench.launch()),
    },
    configure: {
      summary: "Configure takes the fixture's configuration and asks for no restart.",
      run: async (bench) => {
        const { restartRequired } = await bench.configure(await bench.launch());
        checkEqual("restart_required", restartRequired, false);
      },
    },
    "configure-repeat": {
      summary: "Configure again with the same hash is a no-op.",
      run: async (bench) => {
        const plugin = await configured(bench);
        checkEqual("restart_required", (await bench.configure(plugin)).restartRequired, false);
      },
    },
    "configure-concurrent": {
      summary: "Two Configure calls at once with the same hash both succeed.",
      level: "SHOULD",
      run: async (bench) => {
        const plugin = await bench.launch();
        await Promise.all([bench.configure(plugin), bench.configure(plugin)]);
      },
    },
    "configure-other": {
      summary: "Configure with another hash takes effect or asks for a restart; it is no error.",
      run: async (bench) => {
        const plugin = await configured(bench);
        await bench.configure(plugin, { configHash: "conformance-2" });
        await first("WatchStatus", plugin.base.watchStatus({}, { timeoutMs: 5000 }));
      },
    },
    "configure-invalid": {
      summary:
        "A configuration that is not valid is INVALID_ARGUMENT, says why, and leaves the plugin waiting for a good one.",
      run: async (bench) => {
        const plugin = await bench.launch();
        const bad = (await invalidConfigs(bench, plugin))[0]?.config;
        const refusal = await refused(
          "Configure with a bad configuration",
          bench.configure(plugin, { config: bad ? JSON.stringify(bad) : "[]", configHash: "bad" }),
          "invalid",
        );
        check(refusal.message !== "", "the refusal says nothing");
        await checkRolesRefuse(plugin);
        await bench.configure(plugin);
      },
    },
    "configure-keeps-secrets": {
      summary: "A refused Configure shows no value of a secret, neither in its answer nor in the output.",
      run: async (bench) => {
        const plugin = await bench.launch();
        const { configSchema } = await plugin.base.getInfo({});
        const properties = parseSchema("config_schema", configSchema)?.properties ?? {};
        const secrets = Object.entries(properties).filter(([, property]) => property["x-gofer-secret"] === true);
        if (secrets.length === 0) return bench.skip("no property carries x-gofer-secret");
        const values = Object.fromEntries(secrets.map(([name]) => [`/${name}`, bench.canary()]));
        const answer = await bench
          .configure(plugin, { secrets: values, configHash: "canary" })
          .then(() => "", describeError);
        bench.checkSecrecy(answer);
      },
    },
    "status-first": {
      summary: "WatchStatus sends its first message at once.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        await within(
          "WatchStatus sends a message",
          3000,
          first("WatchStatus", base.watchStatus({}, { timeoutMs: 5000 })),
        );
      },
    },
    "status-says-why": {
      summary: "A status that is not HEALTHY has a reason in UPPER_SNAKE_CASE and a sentence for a person.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        const { state, reason, message } = await first("WatchStatus", base.watchStatus({}, { timeoutMs: 5000 }));
        check(state !== "STATE_UNSPECIFIED", "the state is not set");
        if (["STATE_HEALTHY", "STATE_STARTING", "STATE_DRAINING"].includes(state)) return;
        check(/^[A-Z][A-Z0-9_]*$/.test(reason), `reason ${JSON.stringify(reason)} is not in UPPER_SNAKE_CASE`);
        check(message !== "", `a status of ${state} has no message`);
      },
    },
    "status-several-readers": {
      summary: "Several WatchStatus streams are served at once.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        const messages = await Promise.all(
          [1, 2, 3].map(() => first("WatchStatus", base.watchStatus({}, { timeoutMs: 5000 }))),
        );
        checkEqual("the number of first messages", messages.length, 3);
      },
    },
    "status-works": {
      summary: "With the fixture's configuration the plugin becomes HEALTHY or DEGRADED.",
      run: async (bench) => {
        const { base } = await bench.plugin();
        const stop = new AbortController();
        let last = "";
        const usable = (async () => {
          for await (const { state, message } of base.watchStatus({}, { signal: stop.signal })) {
            last = `${state} ${message}`;
            if (state === "STATE_HEALTHY" || state === "STATE_DEGRADED") return true;
          }
          return false;
        })();
        usable.catch(() => undefined);
        try {
          const works = await eventually("the plugin can work", () => usable.then((good) => good || undefined), 30_000);
          check(works, last);
        } finally {
          stop.abort();
        }
      },
    },
    "signs-of-life": {
      summary: "Streams that wait for something send a message at least every 30 s.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        const { contracts } = await plugin.base.getInfo({});
        const serves = (name: string) => contracts.some((contract) => contract.name === name);
        const stop = new AbortController();
        bench.defer(async () => stop.abort());
        const options = { signal: stop.signal };
        // A stream of events may send nothing else at first; a trigger without subscriptions has nothing to say.
        await Promise.all([
          hears("WatchStatus", 2, plugin.base.watchStatus({}, options)),
          ...(serves("gofer.scheduler.v1")
            ? [hears("WatchEvents", 2, plugin.client(Scheduler).watchEvents({}, options))]
            : []),
          ...(serves("gofer.trigger.v1")
            ? [hears("Watch", 1, plugin.client(Trigger).watch(noSubscriptions(stop.signal), options))]
            : []),
        ]);
      },
    },
    drain: {
      summary: "Drain answers inside its time, and may be repeated.",
      run: async (bench) => {
        const { base } = await configured(bench);
        await base.drain({ drainTimeoutMs: 2000 }, { timeoutMs: 7000 });
        await base.drain({ drainTimeoutMs: 2000 }, { timeoutMs: 7000 });
      },
    },
    "drain-status": {
      summary: "After Drain the status is DRAINING.",
      run: async (bench) => {
        const { base } = await configured(bench);
        const stop = new AbortController();
        bench.defer(async () => stop.abort());
        const states: string[] = [];
        const watching = (async () => {
          for await (const { state } of base.watchStatus({}, { signal: stop.signal })) {
            states.push(state);
            if (state === "STATE_DRAINING") return;
          }
        })();
        watching.catch(() => undefined);
        await base.drain({ drainTimeoutMs: 1000 }, { timeoutMs: 6000 });
        await within(`STATE_DRAINING after Drain (${states.join(", ")})`, 3000, watching);
      },
    },
    "drain-refuses-work": {
      summary: "After Drain new work is UNAVAILABLE.",
      run: async (bench) => {
        const plugin = await configured(bench);
        const { contracts } = await plugin.base.getInfo({});
        const serves = (name: string) => contracts.some((contract) => contract.name === name);
        if (!serves("gofer.scheduler.v1") && !serves("gofer.task.v1")) return bench.skip("no role of it starts work");
        await plugin.base.drain({ drainTimeoutMs: 1000 }, { timeoutMs: 6000 });
        if (serves("gofer.scheduler.v1")) {
          const container = { key: bench.random.label("late"), specHash: "1", command: ["true"] };
          await refused(
            "Start after Drain",
            plugin.client(Scheduler).start({ containers: [container] }),
            "unavailable",
          );
        }
        if (serves("gofer.task.v1")) {
          const { settings } = bench.fixture.task;
          const run = plugin
            .client(Task)
            .run({ key: bench.random.label("late"), specHash: "1", settings, variables: {} });
          await refused("Run after Drain", collect(run), "unavailable");
        }
      },
    },
  },
);

async function checkRolesRefuse(plugin: RunningPlugin): Promise<void> {
  for (const { name } of (await plugin.base.getInfo({})).contracts) {
    for (const [method, call] of Object.entries(roleProbes[name]?.(plugin) ?? {})) {
      const answered = within(`${name} ${method} answers before Configure`, 5000, call());
      await refused(`${name} ${method} before Configure`, answered, "precondition");
    }
  }
}
