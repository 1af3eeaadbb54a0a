import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { Fault } from "@gofer/sdk/fault";
import type { LogChunkInput as LogChunk } from "@gofer/sdk/plugin";
import type { TaskDirectory } from "./task-directory.js";

const chunkBytes = 64 << 10;
/** What the contract lets a plugin send along with an exit. */
const shortOutputBytes = 16 << 10;

/** All that a task that has ended wrote, if it is little: it travels with the exit. */
export function shortOutput(task: TaskDirectory, writtenAtMs: number): LogChunk[] | undefined {
  const sizes = { stdout: task.sizeOf("stdout"), stderr: task.sizeOf("stderr") };
  if (sizes.stdout + sizes.stderr > shortOutputBytes) return undefined;
  const offsets: Offsets = { stdout: 0, stderr: 0 };
  return (["stdout", "stderr"] as const).flatMap((stream) => {
    if (sizes[stream] === 0) return [];
    const data = readFileSync(task.outputPath(stream));
    offsets[stream] = data.length;
    return [{ cursor: formatCursor(offsets), stream: streamNames[stream], writtenAtMs, data }];
  });
}

export type Offsets = Record<"stdout" | "stderr", number>;

const streamNames = { stdout: "STREAM_STDOUT", stderr: "STREAM_STDERR" } as const;

const formatCursor = ({ stdout, stderr }: Offsets) => Buffer.from(`${stdout}:${stderr}`);

export function parseCursor(cursor: Buffer): Offsets {
  if (cursor.length === 0) return { stdout: 0, stderr: 0 };
  const [, stdout, stderr] = /^(\d+):(\d+)$/.exec(cursor.toString()) ?? [];
  if (stdout === undefined || stderr === undefined)
    throw new Fault("invalid", "the cursor is not one of scheduler-process");
  return { stdout: Number(stdout), stderr: Number(stderr) };
}

/** What is there beyond the offset, up to 256 KiB a message; moves the offset. */
export async function* readOutput(path: string, stream: keyof Offsets, offsets: Offsets): AsyncGenerator<LogChunk[]> {
  const file = await open(path, "r");
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(
        Buffer.allocUnsafe(4 * chunkBytes),
        0,
        4 * chunkBytes,
        offsets[stream],
      );
      if (bytesRead === 0) return;
      const chunks: LogChunk[] = [];
      for (let from = 0; from < bytesRead; from += chunkBytes) {
        const data = buffer.subarray(from, Math.min(from + chunkBytes, bytesRead));
        offsets[stream] += data.length;
        chunks.push({
          cursor: formatCursor(offsets),
          stream: streamNames[stream],
          writtenAtMs: Date.now(),
          data,
        });
      }
      yield chunks;
    }
  } finally {
    await file.close();
  }
}
