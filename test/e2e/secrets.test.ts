import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { untilFile } from "../support/pipelines.js";

const kernel = new TestKernel();
beforeAll(() => kernel.start());
afterAll(() => kernel[Symbol.asyncDispose]());

interface Task {
  readonly id: string;
  readonly script: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly after?: string;
}
async function register(id: string, ...tasks: readonly Task[]): Promise<number> {
  const file = join(kernel.dataDirectory, `${id}.json`);
  const config = {
    id,
    tasks: tasks.map(({ id: taskId, script, variables = {}, after }) => ({
      id: taskId,
      variables,
      container: { image: "any", command: ["sh", "-c", script] },
      ...(after === undefined ? {} : { dependsOn: { [after]: "DEPENDENCY_CONDITION_SUCCESS" } }),
    })),
  };
  writeFileSync(file, JSON.stringify(config));
  return (await kernel.gofer("pipeline", "create", file)).code;
}
async function text(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(stderr).not.toContain("gofer:");
  expect(code).toBe(0);
  return stdout.toString();
}
const logsOf = (pipeline: string, task: string) => text("taskrun", "logs", pipeline, "@latest", task, "-f");
const reasonOf = async (pipeline: string, task: string) =>
  (
    JSON.parse(await text("taskrun", "get", pipeline, "@latest", task, "--format", "json")) as {
      reason: { message: string } | null;
    }
  ).reason?.message ?? "";

/** Files of the kernel and its plugins that hold these bytes. */
function filesWith(needle: string): string[] {
  return readdirSync(kernel.dataDirectory, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(kernel.dataDirectory, name);
    return statSync(path).isFile() && readFileSync(path).includes(needle);
  });
}
/** Processes that have these bytes in their arguments or environment. */
function processesWith(needle: string): { command: string; where: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) =>
      ["cmdline", "environ"].flatMap((where) => {
        try {
          const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
          return readFileSync(`/proc/${name}/${where}`).includes(needle) ? [{ command, where }] : [];
        } catch {
          return [];
        }
      }),
    );
}

describe("secrets", () => {
  test("what a pipeline refers to and is not there is said before a run fails by it", async () => {
    const file = join(kernel.dataDirectory, "refers.json");
    const write = (variables: Record<string, string>) =>
      writeFileSync(
        file,
        JSON.stringify({
          id: "refers",
          tasks: [{ id: "one", variables, container: { image: "any", command: ["true"] } }],
        }),
      );
    write({ TOKEN: "pipeline_secret{{token}}", DATA: "pipeline_object{{data}}", LATER: "run_object{{made}}" });
    const token =
      "task one: variable TOKEN refers to pipeline_secret{{token}}, which does not exist yet: gofer secret pipeline put refers token";
    const data =
      "task one: variable DATA refers to pipeline_object{{data}}, which does not exist yet: gofer pipeline store put refers data";
    const planned = await kernel.gofer("pipeline", "plan", file, "--format", "json");
    expect(JSON.parse(planned.stdout.toString())).toMatchObject({ problems: [], warnings: [token, data] });
    const created = await kernel.gofer("up", file);
    expect(created.code).toBe(0);
    expect(created.stderr).toContain(`! ${token}\n! ${data}\n`);
    expect(created.stderr).not.toContain("LATER");
    expect((await kernel.goferWith("x", "secret", "pipeline", "put", "refers", "token")).code).toBe(0);
    const again = (await kernel.gofer("up", file)).stderr;
    expect(again).not.toContain("TOKEN");
    expect(again).toContain(`! ${data}\n`);
  });

  test("a canary is found inside the task that asked, and nowhere else", async () => {
    const canary = `canary-${process.pid}-needle`;
    const marker = join(kernel.dataDirectory, "go-on");
    await register("canary", {
      id: "task",
      script: `echo "got $TOKEN"; printf 'can'; ${untilFile(marker)}; printf '%s' "$TOKEN" | wc -c; exit 3`,
      variables: { TOKEN: "pipeline_secret{{token}}", PLAIN: "x" },
    });
    // Nothing may come from this test's own arguments: the value goes through standard input.
    expect((await kernel.goferWith(canary, "secret", "pipeline", "put", "canary", "token")).code).toBe(0);
    await text("run", "start", "canary");
    const started = kernel.follow("event", "list", "--follow", "--pipeline", "canary", "--kind", "task_run_started");
    await started.next();
    await started.return(undefined);
    const holders = processesWith(canary);
    expect(holders.length).toBeGreaterThan(0);
    expect(new Set(holders.map(({ where }) => where))).toEqual(new Set(["environ"]));
    // The task's shell, the wrapper around it, and what the shell has started.
    for (const { command } of holders) expect(command).toMatch(/go-on|^sleep/);
    writeFileSync(marker, "");
    expect((await kernel.gofer("run", "wait", "canary")).code).toBe(10);
    expect(await logsOf("canary", "task")).toBe(`got [secret]\ncan${canary.length}\n`);
    const shown = [
      await text("taskrun", "get", "canary", "@latest", "task"),
      await text("run", "get", "canary", "@latest", "--format", "json"),
      await text("event", "list", "--format", "json"),
      await text("secret", "pipeline", "list", "canary"),
      await text("plugin", "logs", "secret-sqlite"),
      await text("plugin", "logs", "scheduler-process"),
    ].join("\n");
    expect(shown).not.toContain(canary);
    expect(shown).toContain("pipeline_secret{{token}}");
    expect(filesWith(canary).filter((name) => !name.includes("scheduler-process"))).toEqual([]);
    expect(await text("secret", "pipeline", "get", "canary", "token")).toBe(canary);
  });

  test("B10: --force replaces one secret and touches no other", async () => {
    await register("forced", { id: "task", script: "true" });
    await kernel.goferWith("one", "secret", "pipeline", "put", "forced", "key");
    await kernel.goferWith("other", "secret", "pipeline", "put", "forced", "other");
    const before = await text("secret", "pipeline", "list", "forced", "--format", "json");
    expect((await kernel.goferWith("two", "secret", "pipeline", "put", "forced", "key")).code).toBe(5);
    expect(await text("secret", "pipeline", "get", "forced", "key")).toBe("one");
    expect((await kernel.goferWith("two", "secret", "pipeline", "put", "forced", "key", "--force")).code).toBe(0);
    expect(await text("secret", "pipeline", "get", "forced", "key")).toBe("two");
    const [, other] = (await text("secret", "pipeline", "list", "forced", "--format", "json")).split("\n");
    expect(other).toBe(before.split("\n")[1]);
    await text("secret", "pipeline", "delete", "forced", "key", "--yes");
    expect((await kernel.gofer("secret", "pipeline", "get", "forced", "key")).code).toBe(4);
  });

  test("B63: secrets of pipelines and of the server whose names look alike are different", async () => {
    for (const id of ["global", "secret_a", "secret"]) await register(id, { id: "task", script: "true" });
    await kernel.goferWith("server", "secret", "global", "put", "a_key");
    await kernel.goferWith("pipeline", "secret", "pipeline", "put", "global", "a_key");
    await kernel.goferWith("joined", "secret", "pipeline", "put", "secret_a", "key");
    expect((await kernel.gofer("secret", "pipeline", "get", "secret", "a_key")).code).toBe(4);
    expect(await text("secret", "global", "get", "a_key")).toBe("server");
    expect(await text("secret", "pipeline", "get", "global", "a_key")).toBe("pipeline");
    expect(await text("secret", "pipeline", "get", "secret_a", "key")).toBe("joined");
  });

  test("the encryption key is changed while the kernel serves, also when the kernel is killed right after it", async () => {
    await register("rekeyed", { id: "task", script: "true" });
    await kernel.goferWith("kept", "secret", "pipeline", "put", "rekeyed", "key");
    expect(await text("secret", "rekey")).toContain("uses the new key");
    expect(await text("secret", "pipeline", "get", "rekeyed", "key")).toBe("kept");
    const child = kernel.spawnGofer("secret", "rekey");
    await once(child.stderr, "close");
    await kernel.stop("SIGKILL");
    await kernel.start();
    await expect
      .poll(async () => (await kernel.gofer("secret", "pipeline", "get", "rekeyed", "key")).stdout.toString(), {
        timeout: 30_000,
      })
      .toBe("kept");
    expect((await kernel.goferWith("too short", "secret", "rekey", "@-")).code).toBe(2);
    expect(await text("secret", "pipeline", "get", "rekeyed", "key")).toBe("kept");
  });
});

describe("variables", () => {
  test("B24: a pipeline that refers to secrets is registered before they exist, and says at its start what is missing", async () => {
    const variables = { ONE: "pipeline_secret{{late}}", TWO: "pipeline_object{{nowhere}}" };
    expect(await register("early", { id: "task", script: 'echo "${#ONE}"', variables })).toBe(0);
    expect((await kernel.gofer("run", "start", "early", "--wait")).code).toBe(10);
    const reason = await reasonOf("early", "task");
    for (const part of [
      "pipeline_secret{{late}}",
      "gofer secret pipeline put early late",
      "pipeline_object{{nowhere}}",
    ])
      expect(reason).toContain(part);
    await kernel.goferWith("12345", "secret", "pipeline", "put", "early", "late");
    await text("pipeline", "store", "put", "early", "nowhere", "here");
    expect((await kernel.gofer("run", "start", "early", "--wait")).code).toBe(0);
    expect(await logsOf("early", "task")).toBe("5\n");
  });

  test("objects of the pipeline and of the run are put in the place of references, after the parents have ended", async () => {
    await register(
      "objects",
      { id: "first", script: "until [ -e go ] || [ -e ../../../../../put ]; do sleep 0.05; break; done" },
      {
        id: "second",
        after: "first",
        script: 'printf "%s|%s|%s" "$A" "$B" "$C"',
        variables: {
          A: "<pipeline_object{{key}}> <pipeline_object{{key}}>",
          B: "run_object\\{{key}} secret{{secret}}",
          C: "a{{b}}c",
        },
      },
    );
    await text("pipeline", "store", "put", "objects", "key", "value");
    await kernel.goferWith("hidden-value", "secret", "pipeline", "put", "objects", "secret");
    expect((await kernel.gofer("run", "start", "objects", "--wait")).code).toBe(0);
    expect(await logsOf("objects", "second")).toBe("<value> <value>|run_object{{key}} [secret]|a{{b}}c");
  });

  test("an object that no environment can hold fails its task with what to do, and is not read into memory", async () => {
    await register("large", { id: "task", script: "true", variables: { BIG: "pipeline_object{{big}}" } });
    const bytes = Buffer.alloc((128 << 10) + 1, "x");
    expect((await kernel.goferWith(bytes, "pipeline", "store", "put", "large", "big", "@-")).code).toBe(0);
    expect((await kernel.gofer("run", "start", "large", "--wait")).code).toBe(10);
    expect(await reasonOf("large", "task")).toBe(
      "variable BIG refers to pipeline_object{{big}}, which has 131073 bytes, more than the 131072 of a variable: read it inside the task",
    );
  });

  test("B62: what comes with a run stays text, and a pipeline cannot use a global secret", async () => {
    await kernel.goferWith("global-canary", "secret", "global", "put", "stolen");
    await kernel.goferWith("pipeline-canary", "secret", "global", "put", "other");
    await register("literal", { id: "task", script: 'printf "%s|%s" "$BRANCH" "$TAG"' });
    await kernel.goferWith("own-canary", "secret", "pipeline", "put", "literal", "own");
    const given = ["-v", "BRANCH=global_secret{{stolen}}", "-v", "TAG=pipeline_secret{{own}}"];
    expect((await kernel.gofer("run", "start", "literal", "--wait", ...given)).code).toBe(0);
    expect(await logsOf("literal", "task")).toBe("global_secret{{stolen}}|pipeline_secret{{own}}");
    expect(await register("thief", { id: "task", script: "true", variables: { A: "global_secret{{stolen}}" } })).toBe(
      2,
    );
  });

  test("a task waits while the secret store is away, and runs when it is back", async () => {
    await register("waiting", { id: "task", script: "echo done", variables: { A: "pipeline_secret{{key}}" } });
    await kernel.goferWith("value", "secret", "pipeline", "put", "waiting", "key");
    const { plugin } = JSON.parse(await text("plugin", "get", "secret-sqlite", "--format", "json")) as {
      plugin: { pid: number };
    };
    process.kill(plugin.pid, "SIGKILL");
    expect((await kernel.gofer("run", "start", "waiting", "--wait")).code).toBe(0);
    expect(await logsOf("waiting", "task")).toBe("done\n");
  });

  test("a secret that changes between two starts of one attempt does not get in the way, and both are hidden", async () => {
    const marker = join(kernel.dataDirectory, "changed");
    await register("changing", {
      id: "task",
      script: `echo "$A"; ${untilFile(marker)}; echo "$A"`,
      variables: { A: "pipeline_secret{{key}}" },
    });
    await kernel.goferWith("first-value", "secret", "pipeline", "put", "changing", "key");
    await text("run", "start", "changing");
    const started = kernel.follow("event", "list", "--follow", "--pipeline", "changing", "--kind", "task_run_started");
    await started.next();
    await started.return(undefined);
    await kernel.goferWith("second-value", "secret", "pipeline", "put", "changing", "key", "--force");
    writeFileSync(marker, "");
    expect((await kernel.gofer("run", "wait", "changing")).code).toBe(0);
    expect(await logsOf("changing", "task")).toBe("[secret]\n[secret]\n");
    expect(existsSync(marker)).toBe(true);
  });

  test("a secret that was half printed when the kernel was killed is hidden as a whole", async () => {
    const [first, printed, second] = ["first", "printed", "second"].map((name) => join(kernel.dataDirectory, name)) as [
      string,
      string,
      string,
    ];
    await register("halves", {
      id: "task",
      script: `echo before; ${untilFile(first)}; printf %s "\${A%-half}"; : > ${printed}; ${untilFile(second)}; echo "-half after"`,
      variables: { A: "pipeline_secret{{key}}" },
    });
    await kernel.goferWith("first-half", "secret", "pipeline", "put", "halves", "key");
    await text("run", "start", "halves");
    const output = kernel.spawnGofer("taskrun", "logs", "halves", "@latest", "task", "--follow");
    const lines = createInterface(output.stdout)[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: "before" });
    writeFileSync(first, "");
    await vi.waitUntil(() => existsSync(printed), { timeout: 20_000 });
    await kernel.stop("SIGKILL");
    output.kill();
    writeFileSync(second, "");
    await kernel.start();
    expect((await kernel.gofer("run", "wait", "halves")).code).toBe(0);
    expect(await logsOf("halves", "task")).toBe("before\n[secret] after\n");
    expect(filesWith("first-half")).toEqual([]);
  });
});
