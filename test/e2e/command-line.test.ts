import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-cli-"));
const path = join(folder, "gofer.hcl");
const kernel = new TestKernel({ GOFER_CLI_CONFIG_PATH: path, GOFER_CLI_NAMESPACE: "" });
beforeAll(async () => {
  writeFileSync(path, "# mine\n");
  await kernel.start();
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});
const output = async (...words: string[]) => (await kernel.gofer(...words)).stdout.toString();

test("settings are written to the file, with its comments kept and for nobody else to read", async () => {
  expect((await kernel.gofer("config", "set", "token", "s3cret")).code).toBe(0);
  expect((await kernel.gofer("config", "set", "format", "json")).code).toBe(0);
  expect(readFileSync(path, "utf8")).toBe('# mine\ntoken = "s3cret"\nformat = "json"\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await output("config", "list", "--format", "pretty")).not.toContain("s3cret");
  expect(JSON.parse(await output("config", "get", "format"))).toEqual({
    name: "format",
    value: "json",
    origin: `${path}:3:1`,
  });
  expect((await kernel.gofer("config", "unset", "format")).code).toBe(0);
  expect((await kernel.gofer("config", "unset", "token")).code).toBe(0);
  expect(readFileSync(path, "utf8")).toBe("# mine\n");
  const wrong = await kernel.gofer("config", "set", "colour", "red");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("there is no setting");
});

test("a global option is taken before and after the words, and --version of a command is its own", async () => {
  expect((await kernel.gofer("pipeline", "create", "examples/pipelines/hello")).code).toBe(0);
  expect(JSON.parse(await output("--format", "json", "pipeline", "list"))).toMatchObject({ id: "hello" });
  expect(JSON.parse(await output("pipelines", "list", "--format", "json"))).toMatchObject({ id: "hello" });
  expect(await output("pipeline", "get", "hello", "--version", "1")).toContain("hello");
  expect(await output("pipeline", "list", "--format", "silent")).toBe("");
  expect(await output("pipeline", "list", "--detail")).toContain("hello");
});

test("names are completed from the kernel, and nothing is said when there is none", async () => {
  expect(await output("__complete", "pipeline", "get", "h")).toMatch(/^hello\t/);
  expect(await output("__complete", "taskrun", "logs", "hello", "@latest", "pack")).toBe("package\t\n");
  expect(await output("__complete", "trigger", "get", "")).toMatch(
    /^trigger-cron\t.*\ntrigger-github\t.*\ntrigger-interval\t.*\n$/,
  );
  expect(await output("__complete", "--namespace", "")).toBe("default\tDefault\n");
  expect((await kernel.gofer("secret", "pipeline", "put", "hello", "npm_token", "s3cret")).code).toBe(0);
  expect(await output("__complete", "secret", "pipeline", "get", "hello", "")).toBe("npm_token\t\n");
  const alone = await kernel.gofer("__complete", "--host", "127.0.0.1:1", "pipeline", "");
  expect(alone.stderr).toBe("");
});

test("a reader that has seen enough, as head has, is no error", async () => {
  const child = kernel.spawnGofer("plugin", "list");
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(said).toBe("");
});

test("what was mistyped is corrected, with exit code 2 and no stack", async () => {
  const { code, stderr } = await kernel.gofer("pipline", "list");
  expect(code).toBe(2);
  expect(stderr).toContain("Did you mean pipeline?");
  expect(stderr).not.toContain("    at ");
});

test.each([
  [["run", "get"], "gofer run get --help"],
  [["run", "strat"], "gofer run --help"],
  [["run", "start", "hello", "--varaible", "a=b"], "gofer run start --help"],
])("what is wrong with %j points at the help of that command", async (words, help) => {
  const { code, stderr } = await kernel.gofer(...words);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^gofer: /);
  expect(stderr).toContain(`(see ${help})`);
});

test.each([
  [["up", "empty.json"], 2, "empty.json is empty"],
  [["up", "junk.binpb"], 2, "junk.binpb is not a pipeline in protobuf"],
  [["run", "start", "hello", "-v", "k=@nowhere"], 2, 'variable k: file "nowhere" cannot be read: there is none'],
  [["run", "start", "hello", "-v", "k=@."], 2, 'variable k: file "." cannot be read: it is a folder'],
  [["pipeline", "store", "put", "hello", "k", "@nowhere"], 2, 'file "nowhere" cannot be read: there is none'],
  [["pipeline", "store", "put", "hello", "k", "@."], 2, 'file "." cannot be read: it is a folder'],
  [["config", "set", "host", "a b"], 2, 'host "a b" holds what it cannot'],
  [["plugin", "test", "nowhere"], 2, "gofer-plugin.json\n"],
  [["plugin", "install", "kernel"], 2, "kernel/gofer-plugin.json, and a plugin has one"],
] as const)("what is wrong with %j is told", async ([...words], code, said) => {
  const files = words.map((word) => (/\.(json|binpb)$/.test(word) ? join(folder, word) : word));
  writeFileSync(join(folder, "empty.json"), "");
  writeFileSync(join(folder, "junk.binpb"), Buffer.from([0, 1, 2]));
  const answer = await kernel.gofer(...files);
  expect([answer.code, answer.stderr]).toEqual([code, expect.stringContaining(said)]);
});

test("a plugin that has written nothing says so", async () => {
  expect((await kernel.gofer("plugin", "logs", "store-fs")).stderr).toBe(
    "store-fs has written nothing since the kernel started\n",
  );
});

test.each([["run"], ["run", "start"], ["plugin", "config", "set"]])(
  "help of a command is its --help: %s",
  async (...words) => {
    const [help, option] = [await kernel.gofer("help", ...words), await kernel.gofer(...words, "--help")];
    expect(help).toEqual(option);
    expect(help.stdout.toString()).toContain(`Usage: gofer ${words[0] ?? ""}`);
  },
);

test("a namespace that is not there is told, and does not look like one that is empty", async () => {
  for (const words of [
    ["run", "list"],
    ["pipeline", "list"],
  ]) {
    const { code, stderr } = await kernel.gofer(...words, "--namespace", "nope");
    expect([code, stderr]).toEqual([
      4,
      'gofer: there is no namespace "nope": gofer namespace list shows what there is\n',
    ]);
  }
});

test("output that cannot be written is no bug of gofer", async () => {
  const program = join(import.meta.dirname, "..", "..", "cli", "bin", "gofer.mjs");
  const child = kernel.spawnProgram("sh", ["-c", `exec "${process.execPath}" "${program}" plugin list >/dev/full`]);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(child, "close")).toEqual([8, null]);
  expect(said).toMatch(/^gofer: .*no space left on device.*\n$/);
});

test("a run says where it comes from, a task run when it was, and why it failed also when its output is deleted", async () => {
  const file = join(folder, "told.json");
  const task = { id: "task", container: { image: "any", command: ["sh", "-c", "echo seen; exit 3"] } };
  writeFileSync(file, JSON.stringify({ id: "told", tasks: [task] }));
  expect((await kernel.gofer("up", file)).code).toBe(0);
  expect((await kernel.gofer("run", "start", "told", "-v", "COLOUR=red", "--wait")).code).toBe(10);
  expect(await output("run", "get", "told")).toMatch(
    /\n {2}started \S+ ago by development mode, version 1, scheduler-process\n {2}with COLOUR=red\n {2}✗ task/,
  );
  expect(await output("taskrun", "get", "told", "1", "task")).toMatch(/\n {2}started +\S+ ago\n {2}ended +\S+ ago\n/);
  expect(await output("run", "why", "told")).toContain("\n      seen\n");
  expect((await kernel.gofer("run", "delete-logs", "told", "1")).code).toBe(0);
  expect(await kernel.gofer("run", "why", "told")).toMatchObject({ code: 0 });
  expect((await kernel.gofer("run", "list", "--limit", "0")).stderr).toContain("name a number from 1");
});

test("events are limited to the newest ones, in their order, and to a namespace that is asked for", async () => {
  const numbers = async (...words: string[]) =>
    (await output("event", "list", "--format", "json", ...words))
      .split("\n")
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { sequence: number }).sequence);
  const all = await numbers();
  expect(all.length).toBeGreaterThan(5);
  expect(await numbers("--limit", "3")).toEqual(all.slice(-3));
  expect(await numbers("--limit", "3", "--reverse")).toEqual(all.slice(-3).reverse());
  expect(await numbers("--limit", "2", "--since", String(all[0]))).toEqual(all.slice(1, 3));
  expect((await kernel.gofer("namespace", "create", "team")).code).toBe(0);
  expect(await output("event", "list", "--namespace", "team")).toMatch(/^ *\d+ {2}\S+ {2}namespace_created .*\n$/);
});

test("who follows events gets the last ones first, or all after a number, and then each new one", async () => {
  let happened = 0;
  const happen = async () => void (await kernel.api.createNamespace({ id: `followed_${Date.now()}_${++happened}` }));
  const newest = async () => {
    let last = 0;
    for await (const { event } of kernel.api.listEvents({ reverse: true, limit: 1 })) last = event?.sequence ?? 0;
    return last;
  };
  /** So many numbers that a follower is told; once it has been told of what was there, something happens. */
  const followed = async (there: number, ...words: string[]) => {
    const numbers: number[] = [];
    for await (const line of kernel.follow("event", "list", "--follow", "--format", "json", ...words)) {
      numbers.push((JSON.parse(line) as { sequence: number }).sequence);
      if (numbers.length > there) break;
      if (numbers.length === there) await happen();
    }
    return numbers;
  };
  while (happened < 12) await happen();
  const from = async (back: number) => {
    const last = await newest();
    return Array.from({ length: back + 1 }, (_, index) => last - back + 1 + index);
  };
  for (const [there, words] of [
    [10, []],
    [2, ["--tail", "2"]],
    [11, ["--since", String((await newest()) - 9)]],
  ] as const) {
    const expected = await from(there);
    expect(await followed(there, ...words)).toEqual(expected);
  }
  const before = await newest();
  const first = followed(0, "--tail", "0").then(([number]) => number);
  let told: number | undefined;
  while (told === undefined) {
    await happen();
    told = await Promise.race([first, delay(100, undefined)]);
  }
  expect(told).toBeGreaterThan(before);
  expect(await output("event", "list", "--follow", "--tail", "3", "--limit", "2", "--format", "json")).toMatch(
    /^\{.*\}\n\{.*\}\n$/,
  );
  const ofNoPipeline = await kernel.gofer("event", "list", "--run", "1");
  expect([ofNoPipeline.code, ofNoPipeline.stderr]).toEqual([2, expect.stringContaining("--run needs --pipeline")]);
  expect((await kernel.gofer("event", "list", "--pipeline", "nobody")).stderr).toBe("no such events\n");
  expect((await kernel.gofer("event", "get", "last")).stderr).toContain('event "last" is not a number');
  expect((await kernel.gofer("run", "logs", "any", "1", "--tail", "99999999999")).stderr).toContain(
    "2147483647 is the most",
  );
  expect(await kernel.gofer("event", "list", "--tail", "3")).toMatchObject({ code: 2 });
  expect(await kernel.gofer("event", "list", "--follow", "--reverse")).toMatchObject({ code: 2 });
});

test("a run without output says so where it is asked for", async () => {
  const file = join(folder, "mute.json");
  writeFileSync(
    file,
    JSON.stringify({ id: "mute", tasks: [{ id: "task", container: { image: "any", command: ["true"] } }] }),
  );
  expect((await kernel.gofer("up", file)).code).toBe(0);
  expect((await kernel.gofer("run", "start", "mute", "--wait")).code).toBe(0);
  expect(await kernel.gofer("run", "logs", "mute")).toMatchObject({
    ...{ code: 0, stdout: Buffer.alloc(0) },
    stderr: "no output: gofer run why mute 1 tells how it stands\n",
  });
});

test("a secret from standard input loses the line end that echo adds, and keeps those of a text", async () => {
  const stored = async (value: string) => {
    expect((await kernel.goferWith(value, "secret", "global", "put", "typed", "@-", "--force")).code).toBe(0);
    return output("secret", "global", "get", "typed");
  };
  expect(await stored("token\n")).toBe("token");
  expect(await stored("first\nsecond\n")).toBe("first\nsecond\n");
});

test("a file that cannot be written is told, and is no bug of gofer", async () => {
  const path = join(folder, "none", "gofer.hcl");
  for (const words of [
    ["service", "init-config", "-f", path],
    ["plugin", "lock", path],
  ]) {
    const { code, stderr } = await kernel.gofer(...words);
    const why = `there is no folder ${JSON.stringify(join(folder, "none"))}`;
    expect([code, stderr]).toEqual([2, `gofer: file ${JSON.stringify(path)} cannot be written: ${why}\n`]);
  }
});

test("plugins that nobody has started yet have no health, and names and values stand in columns", async () => {
  expect(await output("plugin", "list")).not.toContain("unspecified");
  const rows = (await output("plugin", "get", "store-fs")).trimEnd().split("\n");
  expect(rows).toContainEqual(expect.stringMatching(/^state +stopped$/));
});
