import { on } from "node:events";
import { Fault } from "@gofer/sdk/fault";
import type { Context } from "./command.js";

type Requests = Parameters<Context["kernel"]["attachTaskRun"]>[0];
type Request = Requests extends AsyncIterable<infer Message> ? Message : never;
export type AttachStart = NonNullable<Request["start"]>;

/**
 * Runs a command in a task with the standard streams of this process, and returns its exit code. With `tty` a terminal
 * hands on every key and its size, and is put back however this ends.
 */
export async function attach(
  { kernel, signal }: Pick<Context, "kernel" | "signal">,
  start: AttachStart,
): Promise<number> {
  const { stdin, stdout, stderr } = process;
  const terminal = start.tty === true && stdout.isTTY ? stdout : undefined;
  const restore = start.tty === true && stdin.isTTY ? makeRaw(stdin) : undefined;
  try {
    const requests = requestsOf({ ...start, size: terminal ? sizeOf(terminal) : null }, stdin, terminal);
    for await (const { stdout: out, stderr: err, exitCode } of kernel.attachTaskRun(requests, { signal })) {
      if (out) await write(stdout, out);
      else if (err) await write(stderr, err);
      else if (exitCode !== undefined) return exitCode;
    }
    throw new Fault("unavailable", "the kernel broke off the command without its exit code");
  } catch (error) {
    // What is said of it does not go on where the command has left off.
    if (restore) stderr.write("\r\n");
    throw error;
  } finally {
    restore?.();
  }
}

/** Hands on every key as it is; returns how to put the terminal back. */
function makeRaw(stdin: typeof process.stdin): () => void {
  const restore = () => {
    stdin.setRawMode(false);
    for (const name of endings) process.off(name, end);
  };
  const end = (name: NodeJS.Signals) => {
    restore();
    process.kill(process.pid, name);
  };
  for (const name of endings) process.once(name, end);
  stdin.setRawMode(true);
  return restore;
}

/** What ends a process without a word; Ctrl-C is a key like any other. */
const endings = ["SIGTERM", "SIGHUP"] as const;

async function* requestsOf(
  start: AttachStart,
  stdin: AsyncIterable<Buffer | string>,
  terminal: typeof process.stdout | undefined,
): AsyncGenerator<Request> {
  yield { event: "start", start };
  const input = stdin[Symbol.asyncIterator]();
  const next = async () => ({ typed: await input.next() });
  const sizes = terminal ? on(terminal, "resize") : undefined;
  const resize = async () => ({ resized: await sizes?.next() });
  const waiting = { typed: next(), resized: sizes ? resize() : undefined };
  for (;;) {
    const happened = await (waiting.resized ? Promise.race([waiting.typed, waiting.resized]) : waiting.typed);
    if ("typed" in happened) {
      if (happened.typed.done === true) break;
      yield { event: "stdin", stdin: Buffer.from(happened.typed.value) };
      waiting.typed = next();
    } else {
      if (terminal) yield { event: "resize", resize: sizeOf(terminal) };
      waiting.resized = resize();
    }
  }
  yield { event: "stdinEof", stdinEof: true };
}

const sizeOf = ({ columns, rows }: typeof process.stdout) => ({ columns: columns || 80, rows: rows || 24 });

/** Resolves when it is written: a slow reader slows the command. */
function write(stream: NodeJS.WritableStream, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => (error ? reject(error) : resolve()));
  });
}
