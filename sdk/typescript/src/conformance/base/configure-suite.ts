import { readdirSync } from "node:fs";
import { type Bench, bytesOf, type RunningPlugin } from "../bench.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, describeError, first, refused, within } from "../check.js";
import { roleProbes } from "../role-probe.js";
import { configured } from "./configured.js";
import { parseSchema } from "./schema.js";

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

async function checkRolesRefuse(plugin: RunningPlugin): Promise<void> {
  for (const { name } of (await plugin.base.getInfo({})).contracts) {
    for (const [method, call] of Object.entries(roleProbes[name]?.(plugin) ?? {})) {
      const answered = within(`${name} ${method} answers before Configure`, 5000, call());
      await refused(`${name} ${method} before Configure`, answered, "precondition");
    }
  }
}

/** How the plugin is configured. */
export const configureSuite = defineSuite(
  { prefix: "base", contract: "gofer.plugin.v1" },
  {
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
  },
);
