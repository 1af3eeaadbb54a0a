import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-configuration-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe("a configuration file", () => {
  test("that is wrong is refused with all its problems, their places and exit code 2", async () => {
    const path = file(
      "bad.hcl",
      'dev_mode = true\nlog_levle = "info"\ntask_run_stop_timeout = "5 minutes"\nscheduler {\n  engine = 1\n}\n',
    );
    await using kernel = new TestKernel({ GOFER_RUN_PARALLELISM_LIMIT: "many" });
    const { code, stderr } = await kernel.gofer("service", "start", "--config", path);
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toEqual([
      `gofer: ${path}:2:1: there is no setting "log_levle" (did you mean "log_level"?)`,
      `       ${path}:3:1: task_run_stop_timeout: "5 minutes" is not a duration: numbers with units ns, us, ms, s, m, h, such as "1h30m"`,
      `       ${path}:5:3: scheduler.engine takes a name of a plugin, not a number`,
      '       GOFER_RUN_PARALLELISM_LIMIT: "many" is not a whole number of at least 0',
    ]);
  });

  test("that configures a plugin which is not there is refused", async () => {
    const path = file("unknown.hcl", "dev_mode = true\nscheduler {\n  proces {\n  }\n}\n");
    await using kernel = new TestKernel();
    const { code, stderr } = await kernel.gofer("service", "start", "--config", path);
    expect(code).toBe(2);
    expect(stderr).toContain(`${path}:3:3: there is no plugin "scheduler-proces"`);
    expect(stderr).toContain('did you mean "scheduler-process"?');
  });

  test("is what the service runs by, and its engine blocks are the plugins' configuration", async () => {
    const key = "k".repeat(32);
    const path = file(
      "good.hcl",
      `dev_mode = true
server {
  storage_path = "${join(folder, "state", "own.db")}"
}
secret_store {
  sqlite {
    path           = "${join(folder, "own-secrets.db")}"
    encryption_key = "@${file("key", key)}"
  }
}
scheduler {
  process {
    colour = "red"
  }
}
`,
    );
    await using kernel = new TestKernel({ GOFER_CONFIG_PATH: path, GOFER_SCHEDULER_ENGINE: "" });
    await kernel.start();
    const plugin = async (alias: string) => (await kernel.gofer("plugin", "get", alias)).stdout.toString();
    expect(await plugin("secret-sqlite")).toContain("running, healthy");
    expect(await plugin("scheduler-process")).toContain(
      `${path}:12:3: the configuration of plugin "scheduler-process" 0.1.0 is not valid: / has an unknown key "colour"`,
    );
    const printed = await kernel.gofer("service", "printenv", "--config", path);
    expect(printed.stdout.toString()).toMatch(/server\.storage_path .*own\.db .*good\.hcl:3:3/);
    expect(printed.stdout.toString()).toMatch(/secret_store\.sqlite\.encryption_key .*\(hidden\)/);
    expect(printed.stdout.toString()).not.toContain(folder + "/key");
  });
});

describe("init-config", () => {
  test("writes a file that the service starts by, and overwrites nothing", async () => {
    const path = join(folder, "made.hcl");
    await using kernel = new TestKernel({ GOFER_CONFIG_PATH: path });
    expect((await kernel.gofer("service", "init-config", "--dev", "-f", path)).code).toBe(0);
    const again = await kernel.gofer("service", "init-config", "-f", path);
    expect(again.code).toBe(5);
    expect(again.stderr).toContain(`${path} is already there`);
    await kernel.start();
    expect((await kernel.gofer("service", "info")).stdout.toString()).toContain("development");
  });
});

describe("a port that is taken", () => {
  const taken = createServer();
  beforeAll(async () => {
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
  });
  afterAll(() => void taken.close());
  const address = () => `127.0.0.1:${(taken.address() as AddressInfo).port}`;

  test("of the API ends the start in one line that names the setting", async () => {
    await using kernel = new TestKernel({ GOFER_SERVER_HOST: address(), GOFER_SCHEDULER_ENGINE: "" });
    const said = await kernel.failedStart();
    expect(said.trim().split("\n")).toEqual([
      expect.stringMatching(/^exit code 8: gofer: cannot listen on .* or set server\.host \(GOFER_SERVER_HOST\)$/),
    ]);
  });

  test("of external events is no reason to have no kernel in development mode, and info and doctor name the setting", async () => {
    await using kernel = new TestKernel({ GOFER_EXTERNAL_EVENTS_API_HOST: address(), GOFER_SCHEDULER_ENGINE: "" });
    await kernel.start();
    const setting = "external_events_api.host (GOFER_EXTERNAL_EVENTS_API_HOST)";
    expect((await kernel.gofer("service", "info")).stderr).toContain(setting);
    const { stdout } = await kernel.gofer("service", "doctor");
    expect(stdout.toString()).toMatch(/! kernel +cannot listen on .* for external events/);
    expect(stdout.toString()).toContain(setting);
  });
});

describe("doctor", () => {
  test("looks at a running kernel and at one that is not, and says by its exit code whether all is well", async () => {
    await using kernel = new TestKernel({ GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0", GOFER_SCHEDULER_ENGINE: "" });
    const before = await kernel.gofer("service", "doctor");
    expect(before.stdout.toString()).toContain("no kernel answers");
    expect(before.code).toBe(0);
    await kernel.start();
    const findings = (await kernel.gofer("service", "doctor", "--format", "json")).stdout
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { subject: string; verdict: string; message: string });
    expect(findings).toContainEqual(
      expect.objectContaining({
        subject: "plugin",
        verdict: "ok",
        message: expect.stringContaining("secret-sqlite") as string,
      }),
    );
    const bad = await kernel.gofer("service", "doctor", "--config", join(folder, "none.hcl"));
    expect(bad.code).toBe(6);
    expect(bad.stdout.toString()).toContain("cannot be read");
  });
});

test("a data directory that cannot be one ends the start in one line that names the setting", async () => {
  const path = file("no-folder", "");
  await using kernel = new TestKernel({ GOFER_DATA_DIR: path });
  expect((await kernel.failedStart()).trim()).toBe(
    `exit code 2: gofer: the folder ${path} cannot be made (${path} is a file): set GOFER_DATA_DIR or data_dir to one that the kernel may write`,
  );
});
