import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cases, type Report } from "@gofer/sdk/conformance";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeDocker, socket } from "../support/docker.js";
import { type CliResult, TestKernel } from "../support/kernel.js";
import { PluginImages } from "../support/plugin-images.js";

const isLong = Boolean(process.env["GOFER_TEST_LONG"]);
const folder = mkdtempSync(join(tmpdir(), "gofer-image-test-"));
const images = new PluginImages(socket);
/** Never started: the test of an image needs no service. */
const kernel = new TestKernel();

const node = (program: string) => ["node", `/${program}.mjs`];
const check = (source: string, ...words: string[]): Promise<CliResult> =>
  kernel.gofer("plugin", "test", `image:${source}`, "--format", "json", ...words);
const reportOf = ({ stdout }: CliResult) => JSON.parse(stdout.toString()) as Report;
const seen = ({ results }: Report, status: string) => results.filter((one) => one.status === status);

/** Containers of plugins that are under test, as the engine has them. */
const containers = () => images.docker.listContainers({ all: true, filters: { label: ["gofer.plugin=conformance"] } });

describeDocker("gofer plugin test of an image", () => {
  beforeAll(async () => {
    await images.prepare({
      store: "plugins/store-fs/dist/main.js",
      caller: "test/fixtures/plugins/task-caller.mjs",
    });
  }, 60_000);
  afterAll(async () => {
    await kernel[Symbol.asyncDispose]();
    await images[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  test("all that can be seen of a container is looked at, what cannot says why, and nothing is left", async () => {
    const name = await images.make(node("store"), "store");
    const wanted = isLong
      ? []
      : [
          "--only",
          "process",
          "base",
          "objectstore.put-get",
          "objectstore.survives-kill",
          "objectstore.get-slow-reader",
        ];
    const answer = await check(name, ...wanted);
    const report = reportOf(answer);
    expect(seen(report, "failed").map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
    expect([answer.code, report.conforms, report.plugin.name]).toEqual([0, true, "store-fs"]);
    const passed = seen(report, "passed").map(({ id }) => id);
    for (const id of ["handshake", "no-cookie", "sigterm", "shutdown", "mtls-stranger", "killed-and-started-again"])
      expect(passed).toContain(`process.${id}`);
    const reasons = Object.fromEntries(seen(report, "skipped").map(({ id, message }) => [id, message]));
    expect(reasons).toMatchObject({
      "process.stdin-eof": "the lifeline of a container is its scheduler: what ends its input cannot be done from here",
      "process.sigint-ignored": "a container is not sent SIGINT",
      "objectstore.get-slow-reader": "the process of a container cannot be seen from here",
      "process.host-killed": "a scheduler has started this container, and its end is the lifeline",
    });
    if (isLong) {
      const all = cases.filter(({ id }) => /^(process|base|objectstore)\./.test(id)).map(({ id }) => id);
      expect(report.results.map(({ id }) => id)).toEqual(all);
    }
    expect(await containers()).toEqual([]);
  }, 600_000);

  test("it gets the network and the folders that it asks for, when it has said so", async () => {
    const permissions = { TASK_CALLER_PERMISSIONS: `network,mount:${folder}` };
    const name = await images.make(node("caller"), "open", permissions);
    const testing = check(name, "--only", "base");
    const networks = new Map<string, string>();
    const done = testing.then(() => true);
    while (!(await Promise.race([done, delay(50, false)])))
      for (const { Id, HostConfig, Mounts } of await containers())
        networks.set(
          Id,
          `${HostConfig.NetworkMode === "none" ? "none" : "own"} ${Mounts.some((m) => m.Source === folder)}`,
        );
    const answer = await testing;
    expect(seen(reportOf(answer), "failed")).toEqual([]);
    expect(answer.code).toBe(0);
    const [asked, ...others] = networks.values();
    expect([asked, new Set(others)]).toEqual(["none false", new Set(["own true"])]);
  }, 120_000);

  test("an image that is no plugin does not conform, and says what it wrote", async () => {
    const name = await images.make(["node", "-e", "console.error('I am none')"], "none");
    const answer = await check(name, "--only", "process.handshake");
    const [result] = reportOf(answer).results;
    expect([answer.code, result?.status]).toEqual([10, "failed"]);
    expect(result?.message).toContain("the plugin ended before the handshake (exit code 0); it wrote: I am none");
  }, 60_000);

  test("an image that is not there, or a scheduler that runs no containers, is told before any case", async () => {
    const missing = await check("localhost:9/no/such:image");
    expect([missing.code, missing.stderr]).toEqual([
      6,
      expect.stringContaining("image localhost:9/no/such:image cannot be run here: ") as string,
    ]);
    const other = join(import.meta.dirname, "..", "..", "plugins", "scheduler-process");
    const refused = await check("localhost:9/no/such:image", "--scheduler", other);
    expect([refused.code, refused.stderr]).toEqual([
      6,
      expect.stringContaining("scheduler-process runs no containers with folders of this machine") as string,
    ]);
  }, 60_000);
});
