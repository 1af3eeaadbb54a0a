// node bench/schedules.mjs [subscriptions] [seconds]: what many schedules cost a plugin of time, and how late it is.
//
// Starts the built plugin as a kernel does, wants many subscriptions whose fires are spread over an hour, and
// acknowledges every firing at once. Lateness is compared with a floor of the same run and machine: timers of
// an idle process that are due just as often.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Plugin } from "@gofer/proto";
import { openPluginChannel, pluginEnvironment } from "@gofer/sdk/host";
import { createCertificate, parseHandshake, roles } from "@gofer/sdk/plugin";
import { clientOf } from "@gofer/sdk/rpc";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const count = Number(process.argv[2] ?? 100_000);
const seconds = Number(process.argv[3] ?? 60);
const partSize = 5000;

const results = {};
for (const name of ["trigger-interval", "trigger-cron"]) results[name] = await measure(name);
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);

async function measure(name) {
  const folder = mkdtempSync(join(tmpdir(), "gofer-bench-"));
  const certificate = createCertificate({ validForMs: 3600_000 });
  const child = spawn(process.execPath, [join(root, "plugins", name, "dist", "bundle", "main.js")], {
    env: pluginEnvironment({ socketDirectory: folder, clientCertificate: certificate.pem }),
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const line = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(data.toString().trim())));
    const channel = openPluginChannel(parseHandshake(line), { own: certificate, socketDirectory: folder, peer: name });
    await clientOf(Plugin, channel).configure({
      config: Buffer.from(name === "trigger-interval" ? '{"min_duration":"1s"}' : "{}"),
      secrets: {},
      configHash: "1",
      installationId: "bench",
      generation: 1,
      dataDirectory: folder,
      kernel: { version: "0.1.0" },
    });
    return await drive(name, clientOf(roles.trigger.service, channel), child.pid);
  } finally {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function drive(name, trigger, pid) {
  const idleMiB = memory(pid, "VmRSS");
  const startedMs = Date.now();
  const queue = [];
  let wake = () => {};
  const send = (message) => (queue.push(message), wake());
  async function* requests() {
    for (;;) {
      if (queue.length > 0) yield queue.shift();
      else await new Promise((resolve) => (wake = resolve));
    }
  }
  const stop = new AbortController();
  const lateness = [];
  let statuses = 0;
  let loadedMs = 0;
  const floor = [];
  const reading = (async () => {
    for await (const message of trigger.watch(requests(), { signal: stop.signal })) {
      const nowMs = Date.now();
      for (const firing of message.firings)
        if (loadedMs > 0 && firing.dueAtMs > loadedMs) lateness.push(nowMs - firing.dueAtMs);
      const acks = message.firings.map(({ subscriptionId, eventId }) => ({ subscriptionId, eventId }));
      if (acks.length > 0) send({ acks, nacks: [] });
      statuses += message.statuses.length;
      if (loadedMs === 0 && statuses >= count) loadedMs = nowMs;
    }
  })().catch(() => undefined);
  for (let from = 0; from < count; from += partSize) {
    const subscriptions = Array.from({ length: Math.min(partSize, count - from) }, (_, index) =>
      subscription(name, from + index),
    );
    send({ subscriptions: { subscriptions, credits: 1000, continued: from + partSize < count }, acks: [], nacks: [] });
    await new Promise((resolve) => setImmediate(resolve));
  }
  while (loadedMs === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const cpuBefore = cpuSeconds(pid);
  // The floor: timers at the rate of the fires, in a process that does nothing else of weight.
  const rate = count / 3600;
  for (let at = 0; at < seconds * rate; at++) {
    const dueMs = loadedMs + ((at + 0.5) / rate) * 1000;
    setTimeout(() => floor.push(Date.now() - dueMs), dueMs - Date.now());
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  stop.abort();
  await reading;
  const p = (values, share) =>
    Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length * share)] * 10) / 10;
  return {
    subscriptions: count,
    load_s: (loadedMs - startedMs) / 1000,
    rss_idle_MiB: idleMiB,
    rss_MiB: memory(pid, "VmRSS"),
    rss_peak_MiB: memory(pid, "VmHWM"),
    fires: lateness.length,
    cpu_share: Math.round(((cpuSeconds(pid) - cpuBefore) / seconds) * 1000) / 1000,
    late_p50_ms: p(lateness, 0.5),
    late_p99_ms: p(lateness, 0.99),
    floor_p99_ms: p(floor, 0.99),
    late_p99_to_floor: Math.round((p(lateness, 0.99) / Math.max(1, p(floor, 0.99))) * 100) / 100,
  };
}

function subscription(name, index) {
  const parameters =
    name === "trigger-interval"
      ? { every: "1h" }
      : {
          expression: `${index % 60} * * * *`,
          timezone: ["UTC", "Europe/Berlin", "America/New_York"][index % 3],
          jitter: "1m",
        };
  return {
    id: `s${String(index).padStart(8, "0")}`,
    parameters,
    namespace: "default",
    pipelineId: `pipeline_${index}`,
    label: "bench",
    // Intervals are spread over the hour by their beginning, so that fires come at an even rate.
    createdAtMs: Date.now() - (name === "trigger-interval" ? Math.floor((index * 3600_000) / count) : 0),
    lastExpectedAtMs: 0,
  };
}

function memory(pid, field) {
  return Math.round(
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024,
  );
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
