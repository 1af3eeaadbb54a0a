import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TestKernel } from "../support/kernel.js";

const kernel = new TestKernel();
beforeAll(() => kernel.start());
afterAll(() => kernel[Symbol.asyncDispose]());
const output = async (...words: string[]) => (await kernel.gofer(...words)).stdout.toString();

test("event ingress is toggled, kept over a restart, and recorded with who did it", async () => {
  const unanswered = await kernel.gofer("service", "toggle-event-ingress");
  expect(unanswered.code).toBe(2);
  expect(unanswered.stderr).toContain("--yes");
  expect(await output("service", "toggle-event-ingress", "--yes")).toContain("is off");
  await kernel.stop();
  await kernel.start();
  expect(JSON.parse(await output("service", "toggle-event-ingress", "--off", "--yes", "--format", "json"))).toEqual({
    acceptsEvents: false,
  });
  expect(await output("service", "toggle-event-ingress", "--on")).toContain("is on");
  const events = (await output("event", "list", "--kind", "event_ingress_toggled", "--format", "json"))
    .trim()
    .split("\n");
  expect(events.map((line) => (JSON.parse(line) as { details: object }).details)).toEqual([
    { accepts: "no" },
    { accepts: "yes" },
  ]);
});

test("what service start starts is the kernel itself: a signal and kill -9 reach it", async () => {
  await using other = new TestKernel();
  const announcement = join(other.dataDirectory, "kernel.json");
  const killed = other.spawnGofer("service", "start");
  await vi.waitUntil(() => existsSync(announcement), { timeout: 30_000 });
  killed.kill("SIGKILL");
  await once(killed, "exit");
  // What was killed holds the ledger no more, and the next one is told to end.
  const next = other.spawnGofer("service", "start");
  let said = "";
  next.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await vi.waitUntil(async () => (await other.gofer("service", "info")).code === 0, { timeout: 30_000 });
  next.kill("SIGINT");
  expect(await once(next, "exit")).toEqual([0, null]);
  expect(said).not.toContain("another kernel");
  expect(existsSync(announcement)).toBe(false);
});
