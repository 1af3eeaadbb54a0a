import { newCustomTask } from "@gofer/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeDocker, image } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";
import { hasRegistry, openPasswordRegistry } from "../support/password-registry.js";
import { register, runUntil, startRun } from "../support/pipelines.js";

describeDocker("an image behind a password", () => {
  const kernel = new TestKernel({ GOFER_SCHEDULER_ENGINE: "docker" });
  beforeAll(() => kernel.start());
  afterAll(() => kernel[Symbol.asyncDispose]());

  test.skipIf(!hasRegistry)(
    "B51: is pulled with a secret of the pipeline, and its digest is kept; a wrong one is told",
    { timeout: 60_000 },
    async () => {
      await using registry = await openPasswordRegistry(image, "robot", "right-canary");
      const id = `registry_${Date.now()}`;
      const task = (name: string) => newCustomTask(name, registry.image).command("sh", "-c", "echo pulled");
      await register(kernel, id, [task("pull").registryAuth("robot", "pipeline_secret{{password}}")]);
      const outcome = async (pipelineId: string, taskId: string) => {
        const { taskRuns } = await runUntil(kernel, pipelineId, await startRun(kernel, pipelineId));
        const taskRun = taskRuns.find((one) => one.taskId === taskId);
        return { status: taskRun?.status, digest: taskRun?.imageDigest, reason: taskRun?.reason?.message ?? "" };
      };
      const put = (value: string) =>
        kernel.goferWith(value, "secret", "pipeline", "put", id, "password", "@-", "--force");

      expect((await put("wrong-canary")).code).toBe(0);
      const refused = await outcome(id, "pull");
      expect(refused.status).toBe("TASK_RUN_STATUS_FAILED");
      expect(refused.reason).toContain(registry.image);
      expect(refused.reason).toMatch(/registryAuth|credentials|password/);
      expect(refused.reason).not.toContain("canary");

      expect((await put("right-canary")).code).toBe(0);
      expect(await outcome(id, "pull")).toEqual({
        status: "TASK_RUN_STATUS_SUCCESSFUL",
        digest: registry.digest,
        reason: "",
      });

      await registry.forget();
      await register(kernel, `${id}_none`, [task("pull")]);
      const anonymous = await outcome(`${id}_none`, "pull");
      expect(anonymous.status).toBe("TASK_RUN_STATUS_FAILED");
      expect(anonymous.reason).toMatch(/registryAuth|credentials|password/);
    },
  );
});
