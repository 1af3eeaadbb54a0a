import { afterEach, expect, test, vi } from "vitest";
import { counted, oneLine, openTerminal, table } from "./terminal.js";

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

test("what others have named cannot move the cursor, and its colour ends with its line", async () => {
  const written: string[] = [];
  const note = (text: unknown) => {
    written.push(String(text));
    return true;
  };
  vi.spyOn(process.stderr, "write").mockImplementation(note);
  vi.spyOn(process.stdout, "write").mockImplementation(note);
  const { print, redraw, say } = openTerminal({ color: true, format: "pretty", detail: false });
  await print("a\u001b[2Jb\u0007\tc\nd");
  await print("\u001b[31mred");
  say("\u009b2Jx");
  redraw(["one\u001b[1Atwo\nthree"]);
  await openTerminal({ color: false, format: "json", detail: false }).print('{"a":"\u009b"}');
  expect(written).toEqual([
    "a\ufffd[2Jb\ufffd\tc\nd\n",
    "\u001b[31mred\u001b[0m\n",
    "\ufffd2Jx\n",
    "\u001b[2Kone\ufffd[1Atwo three\n\u001b[J",
    '{"a":"\u009b"}\n',
  ]);
});

test("a row of a table is a line, whatever is in its cells", () => {
  expect(table(["NAME", "STATE"], [["a\nb\u001b[2J", "active"]])).toEqual(["NAME     STATE", "a b\ufffd[2J  active"]);
});

test("text as a part of a line has no colours and nothing that is not seen", () => {
  expect(oneLine("\u001b[31mred\u001b[0m\tand\r\nmore\u0007")).toBe("red and  more ");
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  ["1", "1 byte"],
  [2, "2 bytes"],
])("%j is counted as %s", (count, text) => {
  expect(counted(count, "byte")).toBe(text);
});
