import { afterEach, expect, test, vi } from "vitest";
import { counted, openTerminal } from "./terminal.js";

afterEach(() => vi.restoreAllMocks());

test("what is said while a picture stands goes above it, and the picture is drawn again as a whole", () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const { redraw, say } = openTerminal({ color: false, format: "pretty", detail: false });
  redraw(["one", "two"]);
  say("the connection is lost");
  redraw(["one", "two"]);
  redraw(["one"]);
  const [first, said, again, last] = written;
  expect(first).toBe("\u001b[2Kone\n\u001b[2Ktwo\n\u001b[J");
  expect(said).toBe("\u001b[2A\u001b[Jthe connection is lost\n");
  expect(again).toBe(first);
  expect(last).toBe("\u001b[2A\u001b[2Kone\n\u001b[J");
});

test("a silent command draws nothing", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  openTerminal({ color: false, format: "silent", detail: false }).redraw(["one"]);
  expect(write).not.toHaveBeenCalled();
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  ["1", "1 byte"],
  [2, "2 bytes"],
])("%j is counted as %s", (count, text) => {
  expect(counted(count, "byte")).toBe(text);
});
