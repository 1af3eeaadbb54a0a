import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectKernel, type KernelClient } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { pipeline } from "../support/trigger-world.js";

describe("the triggers that come with the kernel", () => {
  const gofer = new TestKernel({ GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0" });
  let kernel: KernelClient;
  let close = () => {};
  let announced: { address: string; eventsAddress: string; certificateFile: string };

  beforeAll(async () => {
    await gofer.start();
    announced = JSON.parse(readFileSync(join(gofer.dataDirectory, "kernel.json"), "utf8")) as typeof announced;
    const { address, certificateFile } = announced;
    ({ kernel, close } = connectKernel({ address, certificate: readFileSync(certificateFile, "utf8") }));
    // Nothing waits for a plugin; registering asks it.
    for (const alias of ["trigger-interval", "trigger-cron", "trigger-github", "scheduler-process"]) await ready(alias);
  });
  afterAll(async () => {
    close();
    await gofer[Symbol.asyncDispose]();
  });

  async function ready(alias: string): Promise<void> {
    const isReady = async () => (await kernel.getPlugin({ alias })).plugin?.state === "STATE_RUNNING";
    const stop = new AbortController();
    const changes = kernel.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
    for await (const _change of changes) if (await isReady()) return;
  }

  async function completed(pipelineId: string, count: number): Promise<void> {
    let left = count;
    for await (const _event of kernel.listEvents({ pipelineId, kinds: ["run_completed"], follow: true })) {
      if (--left === 0) return;
    }
  }

  const verdicts = async (pipelineId: string) =>
    (await kernel.getSchedule({ pipelineId, count: 100 })).schedules[0]?.verdicts ?? [];

  test("an interval of a second runs the pipeline, each expected fire once, over the death of the plugin", async () => {
    const config = pipeline("ticks", { each: { EVERY: "1s", misfire: "all(100)" } }, { trigger: "trigger-interval" });
    await kernel.createPipeline({ config });
    await completed("ticks", 2);
    const { plugin } = await kernel.getPlugin({ alias: "trigger-interval" });
    process.kill(Number(plugin?.pid), "SIGKILL");
    await completed("ticks", 6);
    const { runs } = await kernel.listRuns({ pipelineId: "ticks", pageSize: 100 });
    expect(new Set(runs.map(({ initiator }) => initiator?.name))).toEqual(new Set(["trigger-interval/each"]));
    const told = (await verdicts("ticks")).reverse();
    const times = told.map(({ expectedAtMs }) => expectedAtMs);
    expect(times).toEqual(times.map((_time, index) => (times[0] ?? 0) + index * 1000));
    expect(told.every(({ kind }) => kind === "KIND_ON_TIME" || kind === "KIND_LATE")).toBe(true);
    expect(new Set(told.map(({ runId }) => runId)).size).toBe(told.length);
  });

  test("a pipeline whose schedule is wrong is refused with all that is wrong with it", async () => {
    const interval = pipeline("wrong", { each: { evry: "1s", misfire: "never" } }, { trigger: "trigger-interval" });
    await expect(kernel.createPipeline({ config: interval })).rejects.toThrow(
      /evry: .*did you mean every\?[^]*every: [^]*misfire: "never" is not skip, once, or all\(n\)/,
    );
    const cron = pipeline("wrong", { daily: { expression: "0 25 * * *" } }, { trigger: "trigger-cron" });
    await expect(kernel.createPipeline({ config: cron })).rejects.toThrow(
      /hour "25": "25" is not a number from 0 to 23/,
    );
    await expect(kernel.getPipeline({ pipelineId: "wrong" })).rejects.toMatchObject({ code: "notFound" });
  });

  test("the next fires of a cron expression are told in its time zone", async () => {
    const settings = { expression: "0 9 1 1 * 2090-2091", timezone: "America/New_York" };
    await kernel.createPipeline({ config: pipeline("yearly", { new_year: settings }, { trigger: "trigger-cron" }) });
    const { schedules } = await kernel.getSchedule({ pipelineId: "yearly" });
    expect(schedules[0]?.nextAtMs.map((time) => new Date(time).toISOString())).toEqual([
      "2090-01-01T14:00:00.000Z",
      "2091-01-01T14:00:00.000Z",
    ]);
  });

  test("planning a pipeline tells when it would fire and why it would be refused, and registers nothing", async () => {
    const good = pipeline(
      "planned",
      { new_year: { expression: "0 9 1 1 * 2090-2091", timezone: "America/New_York" } },
      { trigger: "cron" },
    );
    const planned = await kernel.planPipeline({ config: good });
    expect(planned.problems).toEqual([]);
    expect(planned.config?.triggers[0]?.name).toBe("trigger-cron");
    expect(planned.triggers).toEqual([
      expect.objectContaining({
        label: "new_year",
        trigger: "trigger-cron",
        nextAtMs: [Date.parse("2090-01-01T14:00:00Z"), Date.parse("2091-01-01T14:00:00Z")],
        unknownBecause: "",
      }),
    ]);
    const bad = pipeline("planned", { each: { every: "soon" } }, { trigger: "interval" });
    expect((await kernel.planPipeline({ config: bad })).problems).toEqual([
      expect.stringMatching(/^trigger "trigger-interval" with label "each": every: "soon" is not a duration/) as string,
    ]);
    await expect(kernel.getPipeline({ pipelineId: "planned" })).rejects.toMatchObject({ code: "notFound" });

    const file = join(gofer.dataDirectory, "planned.json");
    writeFileSync(file, JSON.stringify(good));
    const shown = await gofer.gofer("pipeline", "plan", file);
    expect(shown.code).toBe(20);
    expect(shown.stdout.toString()).toMatch(
      /next new_year \(trigger-cron\): 2090-01-01T14:00:00.000Z, 2091-01-01T14:00:00.000Z/,
    );
    writeFileSync(file, JSON.stringify(bad));
    const refused = await gofer.gofer("pipeline", "plan", file);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/it would be refused:[^]*every: "soon" is not a duration/);
  }, 30_000);

  test("the short names of the documentation stand for the provided triggers", async () => {
    await kernel.createPipeline({ config: pipeline("shorted", { each: { every: "1h" } }, { trigger: "interval" }) });
    expect((await kernel.getTrigger({ alias: "interval" })).subscriptions).toContainEqual(
      expect.objectContaining({ pipelineId: "shorted", trigger: "trigger-interval" }),
    );
    // Equal to what is registered, and so no new version.
    const config = pipeline("shorted", { each: { every: "1h" } }, { trigger: "interval" });
    expect((await kernel.updatePipeline({ config })).changed).toBe(false);
    const answer = await fetch(`http://${announced.eventsAddress}/external/github`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(401);
    const { code, stdout } = await gofer.gofer("trigger", "config", "get", "github");
    expect({ code, shown: stdout.toString() }).toMatchObject({
      code: 0,
      shown: expect.stringContaining("webhook_secret") as string,
    });
  }, 30_000);

  test("a webhook of GitHub is answered 401 without the right signature", async () => {
    const body = JSON.stringify({ ref: "refs/heads/main", repository: { full_name: "octo/hello" } });
    const deliver = (signature: string) =>
      fetch(`http://${announced.eventsAddress}/events/trigger-github`, {
        method: "POST",
        headers: { "x-github-event": "push", "x-github-delivery": "d1", "x-hub-signature-256": signature },
        body,
      });
    const forged = `sha256=${createHmac("sha256", "guessed").update(body).digest("hex")}`;
    expect((await deliver(forged)).status).toBe(401);
    expect((await deliver("sha256=")).status).toBe(401);
  });
});
