import semver from "semver";
import { isDnsLabel } from "../../names.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, describeError, within } from "../check.js";
import { roleProbes } from "../role-probe.js";
import { parseSchema } from "./schema.js";

/** The optional parts that each contract names. */
const knownFeatures: Readonly<Record<string, readonly string[]>> = {
  "gofer.scheduler.v1": ["STREAM_STARTS", "EXEC", "STATS", "PORTS"],
  "gofer.objectstore.v1": [],
  "gofer.secretstore.v1": ["READ_ONLY", "REKEY"],
  "gofer.trigger.v1": ["EVENTS", "SCHEDULE"],
  "gofer.task.v1": ["RESUMABLE"],
};

/** What the plugin says it is. */
export const infoSuite = defineSuite(
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
  },
);
