import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
