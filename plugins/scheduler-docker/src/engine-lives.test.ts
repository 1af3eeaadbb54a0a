import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EngineLives } from "./engine-lives.js";

let dataDirectory: string;
let startedAtMs: number | undefined;
const open = () => new EngineLives({ engine: { startedAtMs: () => startedAtMs }, dataDirectory });
const at = (nowMs: number) => vi.setSystemTime(nowMs);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  dataDirectory = mkdtempSync(join(tmpdir(), "gofer-lives-"));
  startedAtMs = 1000;
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDirectory, { recursive: true });
});

test("the first engine ever, and one that is still the same for the next process, are in doubt from their start", () => {
  for (const lives of [open(), open()]) {
    lives.followed();
    expect(lives.doubtfulFromMs).toBe(1000);
  }
});

test("one that was restarted is in doubt from its start: what ended while there was none is not", () => {
  const lives = open();
  lives.followed();
  at(2000);
  lives.lost();
  startedAtMs = 3000;
  lives.followed();
  expect(lives.doubtfulFromMs).toBe(3000);
});

test("one that came and went unfollowed is in doubt with the one after it", () => {
  const lives = open();
  lives.followed();
  at(2000);
  lives.lost();
  startedAtMs = 3000;
  lives.lost();
  startedAtMs = 4000;
  lives.lost();
  lives.followed();
  expect(lives.doubtfulFromMs).toBe(3000);
  at(5000);
  lives.lost();
  startedAtMs = 6000;
  lives.followed();
  expect(lives.doubtfulFromMs).toBe(6000);
});

test("everything is in doubt when the engine was restarted between two processes of the plugin", () => {
  open().followed();
  startedAtMs = 3000;
  const next = open();
  next.lost();
  next.followed();
  expect(next.doubtfulFromMs).toBe(0);
});

test("nothing is in doubt with an engine that does not say when it started", () => {
  startedAtMs = undefined;
  const lives = open();
  lives.lost();
  lives.followed();
  expect(lives.doubtfulFromMs).toBeUndefined();
});
