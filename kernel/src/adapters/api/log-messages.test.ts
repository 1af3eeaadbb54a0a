import { expect, test } from "vitest";
import { createLogMessages } from "./log-messages.js";

const ref = { runKey: 1, taskId: "task", attempt: 2 };
const chunk = (data: string, { stderr = false, writtenAtMs = 1 } = {}) => ({
  cursor: Buffer.from("c"),
  stderr,
  writtenAtMs,
  data: Buffer.from(data),
});

test("chunks of one stream and one moment travel together, and no others", () => {
  const messagesOf = createLogMessages();
  const chunks = [
    chunk("a\n"),
    chunk("b\n"),
    chunk("x\n", { stderr: true }),
    chunk("c\n"),
    chunk("d\n", { writtenAtMs: 2 }),
  ];
  expect(messagesOf(ref, chunks).map(({ data, stderr, writtenAtMs }) => [String(data), stderr, writtenAtMs])).toEqual([
    ["a\nb\n", false, 1],
    ["x\n", true, 1],
    ["c\n", false, 1],
    ["d\n", false, 2],
  ]);
  expect(messagesOf(ref, chunks)[0]).toMatchObject({ taskId: "task", attempt: 2 });
});

test("no message is larger than 64 KiB, whatever it is made of, and the same chunks are the same messages", () => {
  const messagesOf = createLogMessages();
  const kib = (chunks: Parameters<typeof messagesOf>[1]) =>
    messagesOf(ref, chunks).map(({ data }) => (data?.length ?? 0) >> 10);
  const large = Array.from({ length: 5 }, () => chunk("x".repeat(30 << 10)));
  expect(kib(large)).toEqual([60, 60, 30]);
  expect(messagesOf(ref, large)).toBe(messagesOf(ref, large));
  expect(kib([chunk("x".repeat(150 << 10))])).toEqual([64, 64, 22]);
});
