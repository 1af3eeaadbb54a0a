import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ContainerSpecInput } from "@gofer/proto";
import { directoryTarget, readFixture, runConformance } from "@gofer/sdk/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { HostFolder, until } from "../support/plugin-host.js";
import { hasGo, hasPython } from "../support/toolchain.js";

const root = join(import.meta.dirname, "..", "..");
const programs = join(root, "node_modules", ".bin");
const isLong = Boolean(process.env["GOFER_TEST_LONG"]);

/** Without GOFER_TEST_LONG these cases stand for their suites. */
const brief = {
  base: [
    ...["process.handshake", "process.stdin-eof", "process.shutdown", "base.info-manifest", "base.schema-valid"],
    ...["base.validate-names-violations", "base.role-before-configure", "base.configure", "base.drain"],
  ],
  scheduler: [
    ...["scheduler.start-batch", "scheduler.start-command-not-found", "scheduler.start-repeat-at-once"],
    ...["scheduler.recover-exited", "scheduler.recover-exited-while-away", "scheduler.recover-wall-time"],
    ...["scheduler.logs-cursor", "scheduler.stop", "scheduler.stop-grace", "scheduler.events-order"],
  ],
  "object-store": ["objectstore.put-get", "objectstore.put-if-absent-race", "objectstore.survives-kill"],
  "secret-store": ["secretstore.put-get", "secretstore.survives-kill", "secretstore.encrypted-at-rest"],
  trigger: ["trigger.validate-bad", "trigger.watch-status", "trigger.watch-plugin-killed", "trigger.watch-reconnect"],
  task: ["task.run-succeeds", "task.cancel", "task.recover-ended", "task.recover-running"],
} as const;

interface Written {
  readonly directory: string;
  readonly next: readonly [build: string, test: string, install: string];
}

let folder: string;
let kernel: TestKernel;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gofer-init-"));
  kernel = new TestKernel();
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder that is not there yet. */
const newFolder = (name: string) => join(mkdtempSync(join(folder, "in-")), name);

async function refusal(...words: string[]): Promise<string> {
  const { code, stderr } = await kernel.gofer(...words);
  expect(code).not.toBe(0);
  return stderr;
}

async function init(role: string, language: string, name = `${role}-in-${language}`): Promise<Written> {
  const directory = newFolder(name);
  const { code, stdout, stderr } = await kernel.gofer(
    ...["--format", "json", "plugin", "init", role, directory, "--lang", language],
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(String(stdout)) as Written;
}

/** A command as a person types it; what it answers. */
function type(command: string, environment: Readonly<Record<string, string>> = {}): string {
  const PATH = `${programs}${delimiter}${process.env["PATH"] ?? ""}`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
    env: { ...process.env, PATH, ...environment },
  });
  if (status !== 0)
    throw new Error(`${command} ended with ${status ?? "a signal"}: ${String(stdout)}${String(stderr)}`);
  return String(stdout);
}

async function mistakes({ directory }: Written, role: keyof typeof brief): Promise<readonly string[]> {
  const { results } = await runConformance({
    target: directoryTarget(directory),
    fixture: readFixture(join(directory, "conformance.json")),
    only: isLong ? [] : [...brief.base, ...brief[role]],
  });
  if (!isLong) expect(results.filter(({ status }) => status === "skipped")).toEqual([]);
  return results
    .filter(({ status, level }) => status === "failed" && level === "MUST")
    .map(({ id, message }) => `${id}: ${message}`);
}

describe("the skeleton of a plugin keeps its contract as it is written", () => {
  const roles = ["scheduler", "object-store", "secret-store", "trigger", "task"] as const;

  test.each(roles)("%s in typescript", { timeout: 300_000 }, async (role) => {
    const written = await init(role, "typescript");
    type(written.next[0]);
    if (isLong || role === "trigger") execFileSync(join(programs, "tsc"), ["-p", written.directory]);
    expect(await mistakes(written, role)).toEqual([]);
  });

  // One of each language stands for the others, which have the same files around their role; a scheduler also has processes of its own.
  describe.each([
    { language: "go", isThere: hasGo(), some: ["task", "scheduler"] as const },
    { language: "python", isThere: hasPython(), some: ["object-store", "scheduler"] as const },
  ])("in $language", ({ language, isThere, some }) => {
    test.skipIf(!isThere).each(isLong ? roles : some)("%s", { timeout: 600_000 }, async (role) => {
      const written = await init(role, language);
      type(written.next[0]);
      expect(await mistakes(written, role)).toEqual([]);
    });
  });
});

/** How a skeleton starts the process that stands between it and a container, and tells it what to run. */
const shims = {
  go: {
    command: (directory: string) => [join(directory, "bin", basename(directory)), "shim"],
    order: { Words: ["sh", "-c", "echo ran"], Variables: ["PATH=/usr/bin:/bin"], Path: "/usr/bin:/bin", WallTimeMs: 0 },
  },
  python: {
    command: (directory: string) => ["/usr/bin/python3", join(directory, "shim.py")],
    order: { words: ["sh", "-c", "echo ran"], variables: { PATH: "/usr/bin:/bin" }, wall_time_ms: 0 },
  },
} as const;

/** What a container has written for which several plugins, each killed right after it, have started such a process. */
async function outputOfRace(directory: string, language: keyof typeof shims): Promise<string> {
  const container = newFolder("container");
  mkdirSync(join(container, "work"), { recursive: true });
  for (const file of ["lock", "stdout", "stderr"]) writeFileSync(join(container, file), "");
  writeFileSync(join(container, "spec.json"), JSON.stringify({ Key: "race", spec_hash: "one" }));
  const [program = "", ...parameters] = shims[language].command(directory);
  const racers = Array.from({ length: 6 }, () => {
    const racer = spawn(program, parameters, { cwd: container, stdio: ["pipe", "ignore", "ignore"] });
    racer.stdin.end(JSON.stringify(shims[language].order));
    return once(racer, "exit");
  });
  await Promise.all(racers);
  return readFileSync(join(container, "stdout"), "utf8");
}

describe("the skeleton of a scheduler runs each container once, whenever it is killed", () => {
  const languages = [
    "typescript",
    ...(hasGo() ? (["go"] as const) : []),
    ...(hasPython() ? (["python"] as const) : []),
  ] as const;
  test.each(languages)("in %s", { timeout: 120_000 }, async (language) => {
    const { directory, next } = await init("scheduler", language, `killed-in-${language}`);
    type(next[0]);
    if (language !== "typescript")
      for (let race = 0; race < 5; race++) expect(await outputOfRace(directory, language)).toBe("ran\n");
    await using plugins = new HostFolder();
    const alias = basename(directory);
    const host = await plugins.open([directory], { firstPauseMs: 1, longestPauseMs: 1, crashLoopFailures: 1000 });
    const scheduler = async () => {
      // One says that it isolates nothing, which is no health.
      await until(host, alias, ({ state, health }) => state === "running" && ["healthy", "degraded"].includes(health));
      const client = host.connection(alias)?.scheduler;
      if (!client) throw new Error("the scheduler is not there");
      return client;
    };
    /** Starts all that were not taken yet, as a kernel does; false when the plugin died over it. */
    const start = async (containers: readonly ContainerSpecInput[]): Promise<boolean> => {
      try {
        const { results } = await (await scheduler()).start({ containers: [...containers] }, { timeoutMs: 60_000 });
        return results.every(({ outcome }) => outcome === "started");
      } catch {
        return false;
      }
    };
    for (let round = 1; round <= 5; round++) {
      const containers = Array.from({ length: 8 }, (_, index) => ({
        key: `r${round}-${index}`,
        specHash: "one",
        image: "none",
        command: ["sh", "-c", `echo ran; exit ${index}`],
      }));
      await scheduler();
      const { pid = 0, restarts = 0 } = host.find(alias) ?? {};
      const first = start(containers);
      // In the middle: some have got so far that they can be seen, another number in each round.
      const data = join(plugins.path, "data", alias);
      const begun = () => readdirSync(data).flatMap((name) => readdirSync(join(data, name)));
      while (begun().filter((key) => key.startsWith(`r${round}-`)).length < round) await nextTurn();
      process.kill(pid, "SIGKILL");
      await first;
      await until(host, alias, (plugin) => plugin.restarts > restarts);
      while (!(await start(containers)));
      for (const [index, { key }] of containers.entries()) {
        let output = "";
        for await (const { chunks } of (await scheduler()).streamLogs({ key, follow: true }))
          output += chunks.map(({ data }) => data.toString()).join("");
        const { status } = await (await scheduler()).inspect({ key }, { timeoutMs: 10_000 });
        expect({ key, output, code: status?.exit?.exitCode }).toEqual({ key, output: "ran\n", code: index });
      }
    }
  });
});

/** The packages of Debian that hold the modules of a plugin in Go. */
const goPackages: Readonly<Record<string, string>> = {
  "github.com/fatih/color": "golang-github-fatih-color-dev",
  "github.com/golang/protobuf": "golang-github-golang-protobuf-1-3-dev",
  "github.com/hashicorp/go-hclog": "golang-github-hashicorp-go-hclog-dev",
  "github.com/hashicorp/go-plugin": "golang-github-hashicorp-go-plugin-dev",
  "github.com/hashicorp/yamux": "golang-github-hashicorp-yamux-dev",
  "github.com/mattn/go-colorable": "golang-github-mattn-go-colorable-dev",
  "github.com/mattn/go-isatty": "golang-github-mattn-go-isatty-dev",
  "github.com/mitchellh/go-testing-interface": "golang-github-mitchellh-go-testing-interface-dev",
  "github.com/oklog/run": "golang-github-oklog-run-dev",
  "golang.org/x/net": "golang-golang-x-net-dev",
  "golang.org/x/sys": "golang-golang-x-sys-dev",
  "golang.org/x/text": "golang-golang-x-text-dev",
  "google.golang.org/genproto": "golang-google-genproto-dev",
  "google.golang.org/grpc": "golang-google-grpc-dev",
};
const goSources = "/usr/share/gocode/src";

/** The version of a module that Debian has, without what Debian adds to it; a snapshot, which has no version, is v0.0.0. */
function debianVersion(module: string): string {
  const all = execFileSync("dpkg-query", ["--show", "--showformat", "${Version}", goPackages[module] ?? ""]).toString();
  const version = /^(?:\d+:)?(\d+\.\d+\.\d+)/.exec(all)?.[1];
  return `v${version ?? "0.0.0"}`;
}

describe.skipIf(!hasGo())("a plugin in Go is built with Go modules as well", () => {
  const needs = (file: string) =>
    (
      JSON.parse(String(execFileSync("go", ["mod", "edit", "-json", file]))) as {
        readonly Module: { readonly Path: string };
        readonly Require: readonly { readonly Path: string; readonly Version: string }[];
      }
    ).Require.filter(({ Path }) => Path !== "gofer");

  test("go.mod asks for the versions that Debian's packages hold", async () => {
    for (const role of ["scheduler", "task"]) {
      const { directory } = await init(role, "go", `versions-of-${role}`);
      for (const { Path, Version } of needs(join(directory, "go.mod"))) {
        // Debian builds its x/net with an older x/sys than the module asks for.
        const asked = needs(join(goSources, "golang.org/x/net/go.mod")).find((other) => other.Path === Path)?.Version;
        expect(`${Path} ${Version}`).toBe(`${Path} ${asked ?? debianVersion(Path)}`);
      }
    }
  });

  test("and from a proxy of modules that is made of those packages", { timeout: 600_000 }, async () => {
    const { directory, next } = await init("scheduler", "go", "of-modules");
    const goMod = readFileSync(join(directory, "go.mod"), "utf8");
    const named = new Map(needs(join(directory, "go.mod")).map(({ Path, Version }) => [Path, Version]));
    const modules = Object.keys(goPackages).map((module) => `${module}@${named.get(module) ?? debianVersion(module)}`);
    const proxy = newFolder("proxy");
    execFileSync("go", ["run", join(root, "test", "support", "go", "module-proxy.go"), goSources, proxy, ...modules], {
      env: { ...process.env, GO111MODULE: "off" },
      stdio: "pipe",
    });
    const environment = {
      GOFER_GO_LIBRARIES: "modules",
      GOPROXY: `file://${proxy}`,
      GOSUMDB: "off",
      GOMODCACHE: newFolder("cache"),
      GOFLAGS: "-modcacherw -trimpath",
    };
    expect(type(next[0], environment)).toContain("built bin/of-modules with the Go modules of go.mod");
    expect(readFileSync(join(directory, "go.mod"), "utf8")).toBe(goMod);
    const built = String(execFileSync("go", ["version", "-m", join(directory, "bin", "of-modules")]));
    for (const [module, version] of named) expect(built).toMatch(new RegExp(`dep\\s+${module}\\s+${version}\\s`));
    const { results } = await runConformance({
      target: directoryTarget(directory),
      fixture: readFixture(join(directory, "conformance.json")),
      only: ["process.handshake", "base.info-manifest", "scheduler.start-batch", "scheduler.recover-running"],
    });
    expect(results.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "process.handshake passed",
      "base.info-manifest passed",
      "scheduler.start-batch passed",
      "scheduler.recover-running passed",
    ]);
  });

  test("which way it is built is told, and what it cannot be built with is named", async () => {
    const { next } = await init("task", "go", "told");
    expect(type(next[0])).toContain("built bin/told with the Go packages of the distribution");
    expect(() => type(next[0], { GOFER_GO_LIBRARIES: "vendored" })).toThrow(
      'GOFER_GO_LIBRARIES is "vendored": set it to packages or modules, or leave it out',
    );
  });
});

test("a skeleton is installed from its folder and from the archive that npm makes of it, and does its work", {
  timeout: 60_000,
}, async () => {
  await kernel.start();
  const { directory, next } = await init("task", "typescript", "greeter");
  type(next[0]);
  const linked = await kernel.gofer("plugin", "install", directory, "--alias", "linked", "--yes");
  expect({ code: linked.code, stderr: linked.stderr }).toMatchObject({ code: 0 });
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts"], { cwd: directory });
  const installed = await kernel.gofer("plugin", "install", join(directory, "greeter-0.1.0.tgz"), "--yes");
  expect({ code: installed.code, stderr: installed.stderr }).toMatchObject({ code: 0 });

  const pipeline = newFolder("greetings");
  mkdirSync(pipeline);
  writeFileSync(
    join(pipeline, "pipeline.ts"),
    `import { newCommonTask, newPipeline } from "@gofer/sdk";
newPipeline("greetings", "Greetings").tasks(newCommonTask("greeter", "greet").setting("name", "world")).finish();
`,
  );
  expect((await kernel.gofer("up", pipeline)).stderr).not.toContain("gofer:");
  expect((await kernel.gofer("run", "start", "greetings", "--wait")).code).toBe(0);
  expect(String((await kernel.gofer("run", "logs", "greetings", "@latest")).stdout)).toContain("hello, world");
  await kernel.stop();
});

test("the skeleton of a pipeline is registered and runs as it is written", { timeout: 60_000 }, async () => {
  await kernel.start();
  const directory = newFolder("nightly-build");
  const { code, stderr } = await kernel.gofer("pipeline", "init", directory);
  expect(code).toBe(0);
  expect(stderr).toContain("gofer run start nightly_build --watch");
  execFileSync(join(programs, "tsc"), ["-p", directory]);
  expect(String((await kernel.gofer("up", directory)).stdout)).toContain("created pipeline nightly_build version 1");
  expect((await kernel.gofer("run", "start", "nightly_build", "--wait")).code).toBe(0);
  expect(String((await kernel.gofer("run", "logs", "nightly_build", "@latest")).stdout)).toContain("the unit suite");
  await kernel.stop();
});

describe("what cannot be written is refused, and nothing is left", () => {
  test("a folder that holds something is named with what it holds", async () => {
    const directory = newFolder("mine");
    mkdirSync(directory);
    writeFileSync(join(directory, "notes"), "");
    for (const words of [
      ["plugin", "init", "task", directory],
      ["pipeline", "init", directory],
    ]) {
      expect(await refusal(...words)).toContain(`the folder ${directory} is not empty (notes): name another one`);
    }
    expect(readdirSync(directory)).toEqual(["notes"]);
  });

  test("a role, a language and a name that are none are told with what there is", async () => {
    const directory = newFolder("Bad_Name");
    expect(await refusal("plugin", "init", "triger", directory)).toMatch(/did you mean "trigger"\?.*object-store/);
    expect(await refusal("plugin", "init", "task", directory, "--lang", "pyton")).toContain('did you mean "python"?');
    expect(await refusal("plugin", "init", "task", directory)).toMatch(/"Bad_Name" cannot be the name.*--name/);
    expect(await refusal("plugin", "init", "task", directory, "--name", "-x")).toContain('"-x" cannot be the name');
    expect(await refusal("pipeline", "init", directory, "--id", "a b")).toContain('"a b" cannot be the id');
    expect(readdirSync(join(directory, ".."))).toEqual([]);
  });

  test("a build says what is missing, and where the compiler stumbled", async () => {
    const { directory } = await init("task", "typescript", "stumbler");
    writeFileSync(join(directory, "src", "config.ts"), "export const Config = {;\n");
    expect(await refusal("plugin", "build", directory)).toMatch(/does not compile:[^]*config\.ts:1:23/);
    rmSync(join(directory, "gofer-plugin.json"));
    expect(await refusal("plugin", "build", directory)).toContain("gofer-plugin.json does not say what to build");
    expect(await refusal("plugin", "build", join(directory, "src"))).toMatch(
      /neither .*main\.ts nor .*build\.sh is there/,
    );
    const script = join(directory, "src", "build.sh");
    writeFileSync(script, "exit 3");
    expect(await refusal("plugin", "build", join(directory, "src"))).toContain(`${script} cannot be run`);
    writeFileSync(script, "#!/bin/sh\necho there is no compiler >&2\nexit 3\n");
    chmodSync(script, 0o755);
    expect(await refusal("plugin", "build", join(directory, "src"))).toMatch(
      /no compiler\n.*build\.sh ended with exit code 3/,
    );
  });
});
