import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pauseProgram } from "./pause-program.js";

const engineNames: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

test("the program runs here, and sleeps in one system call until it is killed", async () => {
  const program = pauseProgram(engineNames[arch()] ?? "");
  const folder = mkdtempSync(join(tmpdir(), "gofer-pause-"));
  try {
    writeFileSync(join(folder, "pause"), program ?? "", { mode: 0o755 });
    const child = spawn(join(folder, "pause"), { stdio: "ignore" });
    await once(child, "spawn");
    await expect.poll(() => readFileSync(`/proc/${child.pid ?? 0}/stat`, "utf8").split(") ")[1]?.[0]).toBe("S");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a machine that it was not written for has none", () => {
  expect(pauseProgram("aarch64")?.length).toBe(64 + 56 + 28);
  expect(pauseProgram("s390x")).toBeUndefined();
});
