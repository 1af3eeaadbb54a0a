import { describe, expect, test } from "vitest";
import { LogParser, parseCursor } from "./log-parser.js";

const frame = (stream: 1 | 2 | 3, stamp: string, text: string) => {
  const body = Buffer.from(stream === 3 ? text : `${stamp} ${text}`);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
};
const at = (ns: number) => `2026-01-02T03:04:05.${String(ns).padStart(9, "0")}Z`;
const textOf = (parser: LogParser) => parser.take().map(({ stream, data }) => [stream, String(data)]);
const log = Buffer.concat([
  frame(1, at(1), "one\n"),
  frame(1, at(2), "two\n"),
  frame(2, at(3), "err\n"),
  frame(1, at(4), "three"),
]);

describe("the engine's log", () => {
  test("is taken apart the same wherever the network cuts it", () => {
    for (let size = 1; size <= log.length; size++) {
      const parser = new LogParser({ stdout: 0, stderr: 0 });
      for (let from = 0; from < log.length; from += size) parser.push(log.subarray(from, from + size));
      expect(textOf(parser)).toEqual([
        ["STREAM_STDOUT", "one\ntwo\n"],
        ["STREAM_STDERR", "err\n"],
        ["STREAM_STDOUT", "three"],
      ]);
    }
  });

  test("goes on after a position in the middle of an entry", () => {
    const parser = new LogParser({ stdout: 6, stderr: 1 });
    parser.push(log);
    expect(textOf(parser)).toEqual([
      ["STREAM_STDOUT", "o\n"],
      ["STREAM_STDERR", "rr\n"],
      ["STREAM_STDOUT", "three"],
    ]);
  });

  test("gets back the end of a line that was cut into pieces when another line follows", () => {
    const parser = new LogParser({ stdout: 0, stderr: 0 });
    const piece = "x".repeat(16_384);
    parser.push(Buffer.concat([frame(1, at(1), piece), frame(1, at(1), "rest"), frame(1, at(2), "next\n")]));
    expect(textOf(parser)).toEqual([["STREAM_STDOUT", `${piece}rest\nnext\n`]]);
    expect(parser.openLines).toEqual([]);
    parser.push(Buffer.concat([frame(2, at(3), piece), frame(2, at(3), "last")]));
    expect(parser.openLines).toEqual(["stderr"]);
  });

  test("tells what the engine says instead of output", () => {
    const parser = new LogParser({ stdout: 0, stderr: 0 });
    parser.push(frame(3, "", "Error grabbing logs: unexpected EOF\n"));
    expect(parser.engineError).toBe("Error grabbing logs: unexpected EOF");
  });
});

test("a cursor of another make is refused", () => {
  expect(parseCursor(Buffer.from("12:34"))).toEqual({ stdout: 12, stderr: 34 });
  for (const odd of ["12", "a:b", "1:2:3", "-1:2"]) expect(parseCursor(Buffer.from(odd))).toBeUndefined();
});
