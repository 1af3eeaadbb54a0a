import { createHmac, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PluginContext } from "@gofer/sdk/plugin";
import { callInProcess, TriggerConnection } from "@gofer/sdk/trigger";
import { pino } from "pino";
import { expect, test } from "vitest";
import { Config, validateConfig } from "./config.js";
import { plugin } from "./plugin.js";

const secret = "a-long-random-secret";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

test("the configuration is judged with all problems, and a key may be PEM or PEM in base64", () => {
  const judge = (config: object) => validateConfig(Config.parse({ app_webhook_secret: secret, ...config }));
  expect(judge({})).toEqual([]);
  expect(judge({ app_id: "7", app_key: pem })).toEqual([]);
  expect(judge({ app_id: "7", app_key: Buffer.from(pem).toString("base64") })).toEqual([]);
  expect(judge({ app_id: "7", app_key: "nonsense" }).map(({ pointer }) => pointer)).toEqual(["/app_key"]);
  expect(judge({ app_id: "7" }).map(({ message }) => message)).toEqual(["is missing: app_id needs it"]);
  expect(JSON.stringify(Config.safeParse({ app_webhook_secret: "short" }).error?.issues)).not.toContain('"short"');
});

test("a delivery becomes a firing for the subscription that wants it", async () => {
  const stop = new AbortController();
  const dataDirectory = mkdtempSync(join(tmpdir(), "gofer-github-"));
  const context: PluginContext = {
    ...{ log: pino({ level: "silent" }), signal: stop.signal, installationId: "i", generation: 1, dataDirectory },
    ...{ kernel: undefined, reportStatus: () => {} },
  };
  const open = await plugin.open(Config.parse({ app_webhook_secret: secret }), context);
  const wanted = (parameters: Record<string, string>, id = "s1") => ({
    ...{ id, parameters, namespace: "default", pipelineId: "p", label: "l", createdAtMs: 1, lastExpectedAtMs: 0 },
  });
  const body = Buffer.from(JSON.stringify({ ref: "refs/heads/main", repository: { full_name: "octo/hello" } }));
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const headers = Object.entries({
    ...{ "x-github-event": "push", "x-github-delivery": "d-1", "x-hub-signature-256": signature },
  }).map(([name, value]) => ({ name, value }));
  const rest = { method: "POST", path: "/events/trigger-github", headers, body, revision: 0 };
  const request = { eventId: "1", receivedAtMs: 5, ...rest };
  try {
    await using kernel = new TriggerConnection(open);
    kernel.want([
      wanted({ repository: "octo/hello", events: "push", overlap: "cancel_previous" }),
      wanted({ repository: "octo/other", events: "push" }, "s2"),
    ]);
    await kernel.until(({ statuses }) => statuses.length === 2);
    expect(await open.trigger.handleEvent(request, callInProcess())).toMatchObject({
      status: 200,
      firings: [{ subscriptionId: "s1", eventId: "d-1", occurredAtMs: 5, overlap: "OVERLAP_CANCEL_PREVIOUS" }],
    });
    const bad = wanted({ repository: "octo/hello", events: "release", paths: "src/**", check: "true" });
    expect(await open.trigger.validateSubscription({ subscription: bad }, callInProcess())).toEqual({
      violations: [
        "check: checks need a GitHub App: the administrator sets app_id and app_key",
        "paths: only a push tells its files: add push to events, or leave it out",
      ],
    });
  } finally {
    stop.abort();
    await open.close?.();
    rmSync(dataDirectory, { recursive: true });
  }
});
