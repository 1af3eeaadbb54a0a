import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callInProcess } from "@gofer/sdk/trigger";
import { pino } from "pino";
import { expect, test } from "vitest";
import { Config } from "./config.js";
import { plugin } from "./plugin.js";

const variables = { GOFER_RUN_ID: "7", API_KEY: "k", Access_Token: "t", DB_PASSWORD: "p", NAME: "ann" };

async function print(config: object, settings: Record<string, string>) {
  const stop = new AbortController();
  const dataDirectory = mkdtempSync(join(tmpdir(), "gofer-debug-"));
  const context = {
    log: pino({ level: "silent" }),
    signal: stop.signal,
    installationId: "i",
    generation: 1,
    dataDirectory,
  };
  const open = await plugin.open(Config.parse(config), { ...context, reportStatus: () => {} });
  try {
    let output = "";
    const request = { key: "k", settings, variables, specHash: "h", origin: null };
    for await (const { event } of open.task.run(request, callInProcess())) {
      output += Buffer.from(event?.log?.data ?? "").toString();
      const { kind, message, outputs } = event?.result ?? {};
      if (kind) return kind === "KIND_SUCCEEDED" ? { output, outputs } : { output, kind, message };
    }
    throw new Error("the execution has no result");
  } finally {
    stop.abort();
    await open.close?.();
    rmSync(dataDirectory, { recursive: true });
  }
}

test("it prints the variables of the run in order", async () => {
  expect(await print({}, {})).toEqual({
    output: "API_KEY=k\nAccess_Token=t\nDB_PASSWORD=p\nGOFER_RUN_ID=7\nNAME=ann\n",
    outputs: { variables: "5", shown: "5" },
  });
});

test.each([
  { config: {}, settings: { FILTER: "true" } },
  { config: { filter: true }, settings: { filter: "false" } },
])("filter leaves out what looks like a secret: $config $settings", async ({ config, settings }) => {
  expect(await print(config, settings)).toEqual({
    output: "GOFER_RUN_ID=7\nNAME=ann\n(3 left out by filter)\n",
    outputs: { variables: "5", shown: "2" },
  });
});

test("it fails when it is told to, after it has printed", async () => {
  expect(await print({}, { fail: "out of order", wait: "1ms" })).toEqual({
    output: "API_KEY=k\nAccess_Token=t\nDB_PASSWORD=p\nGOFER_RUN_ID=7\nNAME=ann\n",
    kind: "KIND_FAILED",
    message: "out of order",
  });
});

test("a wait that is none, or longer than a timer counts, is refused", async () => {
  await expect(print({}, { wait: "a while" })).rejects.toThrow('wait: "a while" is not a duration');
  await expect(print({}, { wait: "999h" })).rejects.toThrow("wait: is longer than 24h");
});
