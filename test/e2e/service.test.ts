import { afterAll, beforeAll, expect, test } from "vitest";
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
