import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { median } from "./measure.js";

/** What this machine can do at best, measured beside what is compared with it. */
export interface Floors {
  /** G: unary echo calls a second, one channel, 64 in flight. */
  readonly unaryPerSecond: number;
  /** CPU of the caller of one of them, in microseconds. */
  readonly unaryCpuUs: number;
  /** P: median of a message to another process and back, on a stream that is open, one at a time, in milliseconds. */
  readonly pingMs: number;
  /** F: median of an fdatasync of an overwritten 4 KB block, in milliseconds. */
  readonly fdatasyncMs: number;
  /** N: median of `node -e 0`, in milliseconds. */
  readonly nodeStartMs: number;
  /** L: a server stream of 64 KB messages, in MB/s. */
  readonly streamMBps: number;
}

const same = (bytes: Buffer) => bytes;
const payload = Buffer.alloc(240, "x");

export async function measureFloors(): Promise<Floors> {
  const directory = mkdtempSync(join(tmpdir(), "gofer-floor-"));
  const socket = join(directory, "s");
  const server = spawn(process.execPath, [fileURLToPath(new URL("./echo-server.js", import.meta.url)), socket], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    await once(server.stdout, "data");
    const client = new Client(`unix:${socket}`, credentials.createInsecure());
    const unary = await measureUnary(client);
    const pingMs = await measurePing(client);
    const streamMBps = await measureStream(client);
    client.close();
    return { ...unary, pingMs, streamMBps, fdatasyncMs: measureFdatasync(directory), nodeStartMs: measureNodeStart() };
  } finally {
    await end(server);
    rmSync(directory, { recursive: true });
  }
}

async function measureUnary(client: Client): Promise<Pick<Floors, "unaryPerSecond" | "unaryCpuUs">> {
  const call = () =>
    new Promise<void>((resolve, reject) => {
      client.makeUnaryRequest("/echo/Unary", same, same, payload, new Metadata(), {}, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  const run = async (untilMs: number) => {
    let calls = 0;
    const worker = async () => {
      for (; performance.now() < untilMs; calls++) await call();
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    return calls;
  };
  await run(performance.now() + 300);
  const from = performance.now();
  const cpu = process.cpuUsage();
  const calls = await run(from + 1500);
  const used = process.cpuUsage(cpu);
  return {
    unaryPerSecond: (calls / (performance.now() - from)) * 1000,
    unaryCpuUs: (used.user + used.system) / calls,
  };
}

async function measurePing(client: Client): Promise<number> {
  const call = client.makeBidiStreamRequest("/echo/Ping", same, same, new Metadata(), {});
  const samples: number[] = [];
  for (let index = 0; index < 2000; index++) {
    const from = performance.now();
    call.write(payload);
    await once(call, "data");
    if (index >= 500) samples.push(performance.now() - from);
  }
  call.end();
  await once(call.resume(), "end");
  return median(samples);
}

async function measureStream(client: Client): Promise<number> {
  const from = performance.now();
  let bytes = 0;
  const call = client.makeServerStreamRequest("/echo/Stream", same, same, Buffer.alloc(0), new Metadata(), {});
  for await (const chunk of call as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes / 1e6 / ((performance.now() - from) / 1000);
}

function measureFdatasync(directory: string): number {
  const file = openSync(join(directory, "block"), "w");
  const block = Buffer.alloc(4096, "x");
  const samples: number[] = [];
  writeSync(file, block, 0, block.length, 0);
  fdatasyncSync(file);
  for (let index = 0; index < 1000; index++) {
    writeSync(file, block, 0, block.length, 0);
    const from = performance.now();
    fdatasyncSync(file);
    samples.push(performance.now() - from);
  }
  closeSync(file);
  return median(samples);
}

/** In an environment like that of what is compared with it: one that names other authorities makes Node read all of them. */
function measureNodeStart(): number {
  const env = { PATH: process.env["PATH"] };
  const samples = Array.from({ length: 7 }, () => {
    const from = performance.now();
    spawnSync(process.execPath, ["-e", "0"], { env });
    return performance.now() - from;
  });
  return median(samples);
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null) await once(child, "exit");
}
