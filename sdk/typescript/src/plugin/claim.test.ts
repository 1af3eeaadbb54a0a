import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claim, claimInTurn, whileClaimed } from "./claim.js";

let folder: string;
const never = new AbortController().signal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gofer-claim-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that has claimed a path. */
async function claimedElsewhere(path: string) {
  const program = `
    import { claim } from ${JSON.stringify(join(import.meta.dirname, "..", "..", "dist", "plugin", "claim.js"))};
    await claim(process.argv[1]);
    console.log("claimed");
    setTimeout(() => {}, 60_000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

test("what one has claimed nobody else can, until it is released", async () => {
  const path = join(folder, "claim");
  const first = await claim(path);
  await expect(claim(path)).rejects.toMatchObject({ code: "exists" });
  const second = claimInTurn(path, never);
  const seen: string[] = [];
  const released = whileClaimed(path, never, () => {
    seen.push("claimed");
    first[Symbol.dispose]();
  });
  expect(await released).toBe("released");
  expect(seen).toEqual(["claimed"]);
  (await second)[Symbol.dispose]();
  expect(existsSync(path)).toBe(false);
  expect(await whileClaimed(path, never)).toBe("none");
});

test("what a process had that was killed is taken over, and told to who watched it", async () => {
  // Longer than a socket's path may be.
  const deep = join(folder, "d".repeat(120));
  mkdirSync(deep);
  const path = join(deep, "claim");
  const child = await claimedElsewhere(path);
  const watched = whileClaimed(path, never, () => child.kill("SIGKILL"));
  expect(await watched).toBe("released");
  expect(await whileClaimed(path, never)).toBe("left");
  using taken = await claimInTurn(path, never);
  await expect(claim(taken.path)).rejects.toMatchObject({ code: "exists" });
}, 20_000);

test("waiting ends with the signal", async () => {
  const path = join(folder, "claim");
  using _claim = await claim(path);
  const stop = new AbortController();
  const waiting = [claimInTurn(path, stop.signal), whileClaimed(path, stop.signal, () => stop.abort())];
  for (const each of waiting) await expect(each).rejects.toMatchObject({ name: "AbortError" });
});

test("a path of which nobody can tell who has it is not taken for left", async () => {
  writeFileSync(join(folder, "file"), "");
  const path = join(folder, "file", "claim");
  await expect(whileClaimed(path, never)).rejects.toThrow(/^nobody can tell who has .*ENOTDIR/);
});
