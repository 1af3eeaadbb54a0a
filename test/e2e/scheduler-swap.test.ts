import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeDocker, image, socket } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";

/** Runs that are live on each scheduler while the other one takes over. */
const live = 50;

describeDocker("another scheduler while runs are live", () => {
  const kernel = new TestKernel();
  const docker = new Docker({ socketPath: socket });
  beforeAll(() => kernel.start());
  afterAll(() => kernel[Symbol.asyncDispose]());

  const use = async (alias: string) =>
    (await kernel.api.usePlugin({ role: "scheduler", alias }, { timeoutMs: 60_000 })).previousAlias;
  async function register(id: string, script: string): Promise<void> {
    const file = join(kernel.dataDirectory, `${id}.json`);
    const task = { id: "task", container: { image, command: ["sh", "-c", script] } };
    writeFileSync(file, JSON.stringify({ id, tasks: [task] }));
    expect((await kernel.gofer("up", file)).code).toBe(0);
  }
  const start = (pipelineId: string, count: number) =>
    Promise.all(Array.from({ length: count }, async () => (await kernel.api.startRun({ pipelineId })).run?.id ?? 0));
  const taskOf = async (pipelineId: string, runId: number) =>
    (await kernel.api.getTaskRun({ pipelineId, runId, taskId: "task" })).taskRun;
  async function running(pipelineId: string, runIds: readonly number[]): Promise<void> {
    const states = async () => Promise.all(runIds.map(async (id) => (await taskOf(pipelineId, id))?.state));
    await expect
      .poll(async () => new Set(await states()), { timeout: 60_000 })
      .toEqual(new Set(["TASK_RUN_STATE_RUNNING"]));
  }
  async function ended(pipelineId: string, runIds: readonly number[], scheduler: string): Promise<void> {
    for (const runId of runIds)
      for await (const { run } of kernel.api.watchRun({ pipelineId, runId }))
        if (run?.state === "RUN_STATE_COMPLETE")
          expect([run.status, run.scheduler], `run ${runId}`).toEqual(["RUN_STATUS_SUCCESSFUL", scheduler]);
  }

  test(`process and docker take turns with ${live} live runs each: each ends where it began, once`, async () => {
    const goOn = join(kernel.dataDirectory, "go-on");
    const ran = join(kernel.dataDirectory, "ran");
    await register("here", `until [ -e ${goOn} ]; do sleep 0.2; done; echo $GOFER_RUN_ID >> ${ran}`);
    await register("there", 'trap "exit 0" USR1; while :; do sleep 0.2; done');

    const here = await start("here", live);
    await running("here", here);
    expect(await use("scheduler-docker")).toBe("scheduler-process");
    const there = await start("there", live);
    await running("there", there);
    expect(await use("scheduler-process")).toBe("scheduler-docker");
    const later = await start("here", 5);
    await running("here", later);

    writeFileSync(goOn, "");
    await ended("here", [...here, ...later], "scheduler-process");
    const all = [...here, ...later].sort((a, b) => a - b);
    expect(
      readFileSync(ran, "utf8")
        .trim()
        .split("\n")
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(all);

    const names = await Promise.all(there.map(async (id) => (await taskOf("there", id))?.externalName ?? ""));
    expect(new Set(names).size).toBe(live);
    for (const name of names) await docker.getContainer(name).kill({ signal: "USR1" });
    await ended("there", there, "scheduler-docker");
    // Nothing that lived on the one it was swapped for is left there.
    const left = async () =>
      (await docker.listContainers({ all: true })).filter(({ Names }) =>
        names.some((name) => Names.includes(`/${name}`)),
      );
    await expect.poll(async () => (await left()).length, { timeout: 60_000 }).toBe(0);
  }, 180_000);
});
