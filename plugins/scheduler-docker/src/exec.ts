import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { RoleImpl } from "@gofer/sdk/plugin";
import type Docker from "dockerode";
import type { Logger } from "pino";
import type { Engine } from "./engine.js";
import { hasStatus, startErrorOf } from "./engine-fault.js";
import type { ExecMarks } from "./exec-marks.js";

type Exec = RoleImpl<"scheduler">["exec"];
type Requests = Parameters<Exec>[0];
type Request = Requests extends AsyncIterable<infer Message> ? Message : never;
type Response = ReturnType<Exec> extends AsyncIterable<infer Message> ? Message : never;

/** Some output of a command. */
interface Output {
  readonly stderr: boolean;
  readonly data: Buffer;
}

export interface ExecTarget {
  readonly id: string;
  readonly running: boolean;
}

export interface ExecOptions {
  readonly find: (key: string) => Promise<ExecTarget>;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly marks: ExecMarks;
  /** How to kill each command that runs: the plugin does not end before. */
  readonly running: Set<() => Promise<void>>;
}

const endOfTransmission = Buffer.from([4]);

/** Runs a command inside a container with its streams attached; kills it when the caller leaves before its end. */
export async function* execInside(
  engine: Engine,
  requests: Requests,
  { find, signal, log, marks, running: commands }: ExecOptions,
): AsyncGenerator<Response> {
  const input = requests[Symbol.asyncIterator]();
  const first = await input.next();
  const start = first.done ? undefined : first.value.start;
  if (!start) throw new Fault("invalid", "the first message of Exec must be start");
  if (start.command.length === 0) throw new Fault("invalid", "the command of Exec is empty");
  const { id, running } = await find(start.key);
  if (!running) throw new Fault("precondition", `container ${start.key} does not run: a command needs one that does`);
  const { docker, ask } = engine;
  const exec = await ask(
    docker.getContainer(id).exec({
      Cmd: [...start.command],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: start.tty,
    }),
  ).catch((error: unknown) => {
    throw hasStatus(error, 409)
      ? new Fault("precondition", `container ${start.key} does not run`, { cause: error })
      : error;
  });
  // Before it begins: who is killed right after it would have left it unknown.
  marks.set(exec.id, id);
  const stream = await ask(exec.start({ hijack: true, stdin: true, Tty: start.tty }));
  const resize = async (size: { columns: number; rows: number }) => {
    await ask(exec.resize({ w: size.columns, h: size.rows })).catch((error: unknown) =>
      log.debug({ error: messageOf(error) }, "terminal not resized"),
    );
  };
  let ended = false;
  let killed: Promise<void> | undefined;
  const left = new AbortController();
  const leave = () => {
    left.abort();
    stream.destroy();
    if (!ended) killed ??= killExec(engine, id, exec, log);
    return killed ?? Promise.resolve();
  };
  commands.add(leave);
  const onAbort = () => void leave();
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    if (start.tty && start.size) await resize(start.size);
    const feeding = feed(input, stream, { resize, tty: start.tty });
    feeding.catch(() => stream.destroy());
    const refusal: Buffer[] = [];
    for await (const { stderr, data } of start.tty ? plain(stream) : demultiplexed(stream)) {
      if (refusal.length > 0 || (await isRefusal(engine, exec, data))) refusal.push(data);
      else yield stderr ? { event: "stderr", stderr: data } : { event: "stdout", stdout: data };
    }
    if (refusal.length > 0) {
      const { message, exitCode } = neverBegun(Buffer.concat(refusal).toString());
      yield { event: "stderr", stderr: Buffer.from(`${message}${start.tty ? "\r\n" : "\n"}`) };
      ended = true;
      yield { event: "exitCode", exitCode };
      return;
    }
    const code = await exitCode(engine, exec, left.signal);
    ended = code !== undefined;
    if (code !== undefined) yield { event: "exitCode", exitCode: code };
  } catch (error) {
    if (left.signal.aborted) return;
    throw error instanceof Fault
      ? error
      : new Fault("unavailable", `the engine broke off the command: ${messageOf(error)}`, { cause: error });
  } finally {
    signal.removeEventListener("abort", onAbort);
    await leave();
    commands.delete(leave);
    marks.delete(exec.id);
  }
}

/** Kills the commands of processes of the plugin that were killed themselves. */
export async function killLeft(engine: Engine, marks: ExecMarks, log: Logger): Promise<void> {
  for (const { execId, containerId } of marks.left()) {
    if (containerId !== "") await killExec(engine, containerId, engine.docker.getExec(execId), log);
    marks.delete(execId);
  }
}

async function feed(
  input: AsyncIterator<Request>,
  stream: Duplex,
  { resize, tty }: { resize: (size: { columns: number; rows: number }) => Promise<void>; tty: boolean },
): Promise<void> {
  for (;;) {
    const next = await input.next();
    if (next.done || next.value.stdinEof) break;
    const { stdin, resize: size } = next.value;
    if (size) await resize(size);
    if (stdin && !stream.write(stdin))
      await new Promise((drained) => stream.once("drain", drained).once("close", drained));
    if (stream.destroyed) return;
  }
  // A terminal has no end of input but the character for it; hanging up would end the command.
  if (tty) stream.write(endOfTransmission);
  else stream.end();
}

async function* plain(stream: Duplex): AsyncGenerator<Output> {
  for await (const data of stream) yield { stderr: false, data: data as Buffer };
}

/** The engine writes in place of a command why it could not be begun; a command that says the same has a process. */
async function isRefusal({ ask }: Engine, exec: Docker.Exec, said: Buffer): Promise<boolean> {
  if (!said.subarray(0, 64).toString().startsWith("OCI runtime exec failed: ")) return false;
  const { Running, Pid } = await ask(exec.inspect());
  return !Running && Pid === 0;
}

function neverBegun(text: string): { message: string; exitCode: number } {
  const error = startErrorOf(text.trim());
  // What else keeps a command from its begin is nothing that a shell has a code for.
  const exitCode = error.kind === "exit" ? (error.exitCode ?? 126) : 126;
  return { message: "message" in error ? error.message : text.trim(), exitCode };
}

/** Frames of a header (stream, length) and bytes; what has come of a frame is handed on at once. */
async function* demultiplexed(stream: Duplex): AsyncGenerator<Output> {
  let header = Buffer.alloc(0);
  let left = 0;
  let stderr = false;
  for await (const part of stream) {
    let data = part as Buffer;
    while (data.length > 0) {
      if (left === 0) {
        const missing = 8 - header.length;
        header = Buffer.concat([header, data.subarray(0, missing)]);
        data = data.subarray(missing);
        if (header.length < 8) break;
        stderr = header.readUInt8(0) === 2;
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const bytes = data.subarray(0, left);
      left -= bytes.length;
      data = data.subarray(bytes.length);
      yield { stderr, data: bytes };
    }
  }
}

/** The code of a command whose output has ended; undefined when the caller has left. It may go on for a while in silence. */
async function exitCode({ ask }: Engine, exec: Docker.Exec, signal: AbortSignal): Promise<number | undefined> {
  for (let pauseMs = 10; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 500)) {
    const info = await ask(exec.inspect());
    if (!info.Running) return info.ExitCode ?? undefined;
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/**
 * The engine has no call for this. On its own machine the process is killed by its number; without the right to do so,
 * by a second command in the container.
 */
async function killExec(engine: Engine, containerId: string, exec: Docker.Exec, log: Logger): Promise<void> {
  try {
    const info = await engine.ask(exec.inspect());
    if (!info.Running || info.Pid <= 0) return;
    if (!readFileSync(`/proc/${info.Pid}/cgroup`, "utf8").includes(containerId)) return;
    try {
      process.kill(info.Pid, "SIGKILL");
    } catch {
      const inside = /^NSpid:.*\s(\d+)$/m.exec(readFileSync(`/proc/${info.Pid}/status`, "utf8"))?.[1];
      if (inside === undefined) return;
      const kill = await engine.ask(engine.docker.getContainer(containerId).exec({ Cmd: ["kill", "-KILL", inside] }));
      await engine.ask(kill.start({ Detach: true }));
    }
  } catch (error) {
    if (hasStatus(error, 404)) return;
    log.warn({ container: containerId, error: messageOf(error) }, "a command goes on although its caller has left");
  }
}
