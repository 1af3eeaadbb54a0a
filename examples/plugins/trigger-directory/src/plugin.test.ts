import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callInProcess, TriggerConnection } from "@gofer/sdk/trigger";
import { pino } from "pino";
import { expect, test } from "vitest";
import { plugin } from "./plugin.js";

const subscription = (parameters: Record<string, string>) => ({
  ...{ id: "s", parameters, namespace: "default", pipelineId: "p", label: "l", lastExpectedAtMs: 0 },
  createdAtMs: Date.parse("2026-01-01T00:00:00Z"),
});

test("new files in the directory make the pipeline run, each version of a file once", async () => {
  const root = mkdtempSync(join(tmpdir(), "gofer-directory-"));
  const put = (name: string, time: string) => {
    writeFileSync(join(root, "in", name), "a,b\n");
    utimesSync(join(root, "in", name), new Date(time), new Date(time));
  };
  mkdirSync(join(root, "in"));
  put("old.csv", "2025-12-31T00:00:00Z");
  put("first.csv", "2026-02-01T00:00:00Z");
  put("readme.txt", "2026-02-01T00:00:00Z");
  const stop = new AbortController();
  const context = { log: pino({ level: "silent" }), signal: stop.signal, installationId: "i", generation: 1 };
  const open = await plugin.open({ root }, { ...context, dataDirectory: root, reportStatus: () => {} });
  try {
    await using kernel = new TriggerConnection(open);
    kernel.want([subscription({ directory: "in", ending: ".csv" })]);
    await kernel.until(({ firings }) => firings.length === 1);
    expect(kernel.firings[0]).toMatchObject({
      eventId: `first.csv ${Date.parse("2026-02-01T00:00:00Z")}`,
      variables: { GOFER_TRIGGER_DIRECTORY_FILE: join(root, "in", "first.csv"), GOFER_TRIGGER_DIRECTORY_BYTES: "4" },
    });
    kernel.ack(kernel.firings[0] ?? {});
    put("second.csv", "2026-03-01T00:00:00Z");
    const isSecond = ({ eventId = "" }) => eventId === `second.csv ${Date.parse("2026-03-01T00:00:00Z")}`;
    // What was fired before may be fired again: its id is the same, and the kernel makes no second run of it.
    let answered = 1;
    await kernel.until(({ firings }) => {
      for (; answered < firings.length; answered++) kernel.ack(firings[answered] ?? {});
      return firings.some(isSecond);
    });
  } finally {
    stop.abort();
    await open.close?.();
    rmSync(root, { recursive: true });
  }
});

test("a directory that is not there is the state of the subscription, a bad path refuses it", async () => {
  const stop = new AbortController();
  const context = { log: pino({ level: "silent" }), signal: stop.signal, installationId: "i", generation: 1 };
  const open = await plugin.open({ root: "/nowhere" }, { ...context, dataDirectory: "/", reportStatus: () => {} });
  await using kernel = new TriggerConnection(open);
  kernel.want([subscription({ directory: "in" })]);
  await kernel.until(({ statuses }) => statuses.some(({ state }) => state === "STATE_FAILED"));
  expect(kernel.statuses.at(-1)?.message).toContain("ENOENT");
  const bad = subscription({ directry: "in", directory: "../etc" });
  expect(await open.trigger.validateSubscription({ subscription: bad }, callInProcess())).toEqual({
    violations: [
      "directry: there is no such parameter: did you mean directory?",
      "directory: is not a path of plain names",
    ],
  });
  stop.abort();
});

test("the guide shows this plugin as it is", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../../docs/plugins/write-a-trigger.md"), "utf8");
  for (const file of ["src/plugin.ts", "src/main.ts", "gofer-plugin.json"]) {
    expect(guide).toContain(readFileSync(join(import.meta.dirname, "..", file), "utf8"));
  }
});
