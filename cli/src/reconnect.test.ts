import { Fault } from "@gofer/sdk/fault";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reconnecting } from "./reconnect.js";
import { openTerminal } from "./terminal.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 0 }));
afterEach(() => void vi.useRealTimers());

const minuteMs = 60_000;
const { signal } = new AbortController();

/** What is said while each stream in turn is opened; one that is a number breaks after so many milliseconds. */
async function said(streams: readonly (string | number)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const terminal = {
    ...openTerminal({ color: false, format: "pretty", detail: false }),
    say: (line: string) => void lines.push(line),
  };
  let opened = 0;
  async function* open(): AsyncGenerator<string> {
    const stream = streams[opened++] ?? "end";
    if (typeof stream === "string") {
      yield stream;
      return;
    }
    vi.setSystemTime(Date.now() + stream);
    throw new Fault("unavailable", "nobody answers");
  }
  try {
    for await (const message of reconnecting(open, { terminal, signal })) lines.push(message);
  } catch (error) {
    lines.push(error instanceof Fault ? error.message : "a bug");
  }
  return lines;
}

const lost = "the connection to the kernel is lost, trying again for 2 minutes";

test("a stream that has been quiet for long is opened again when it breaks", async () => {
  expect(await said([10 * minuteMs, 0, "told"])).toEqual([lost, "connected again", "told"]);
});

test("each loss of a quiet stream has its own two minutes", async () => {
  expect(await said([10 * minuteMs, 10 * minuteMs, "told"])).toEqual([lost, lost, "connected again", "told"]);
});

test("where nobody answers for two minutes there is an end", async () => {
  const slowly = Array.from({ length: 9 }, () => 20_000);
  expect(await said(slowly)).toEqual([lost, "nobody answers"]);
}, 30_000);
