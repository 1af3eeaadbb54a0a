import { closeSync, openSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import { Fault, messageOf } from "../fault.js";

/**
 * A path that one living process has claimed. It is a socket: gone with the process, whatever ends that, and seen
 * from another container that has the folder as well, where the number of a process says nothing.
 */
export interface Claim extends Disposable {
  readonly path: string;
}

/** How many bytes of a path a socket takes on every system. */
const longestPath = 103;

/** Claims a path. Throws `exists` when there is something at it, also what a dead process has left. */
export async function claim(path: string): Promise<Claim> {
  const holders = new Set<Socket>();
  const server = createServer((socket) => {
    holders.add(socket);
    socket.on("error", () => undefined).once("close", () => holders.delete(socket));
    socket.resume();
  });
  await reachable(path, (short) => listening(server, short));
  server.unref();
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { force: true });
      server.close();
      for (const socket of holders) socket.destroy();
    },
  };
}

/** Waits until nobody has a path, and claims it; a path that a dead process has left is taken over. */
export async function claimInTurn(path: string, signal: AbortSignal): Promise<Claim> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await claim(path);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "exists") throw error;
    }
    if ((await whileClaimed(path, signal)) === "left") rmSync(path, { force: true });
  }
}

/**
 * Resolves when nobody has claimed a path: "released" when somebody had, "left" when a dead process has left it,
 * "none" when there is nothing. Rejects when the signal aborts, and with `unavailable` when it cannot be told. While
 * somebody has, this does not keep the process.
 */
export async function whileClaimed(
  path: string,
  signal: AbortSignal,
  onClaimed: () => void = () => undefined,
): Promise<"released" | "left" | "none"> {
  return reachable(
    path,
    (short) =>
      new Promise((resolve, reject) => {
        const socket = connect(short);
        let isClaimed = false;
        const onAbort = () => {
          socket.destroy();
          reject(signal.reason as Error);
        };
        signal.addEventListener("abort", onAbort, { once: true });
        socket.once("connect", () => {
          isClaimed = true;
          socket.unref();
          onClaimed();
        });
        let failure: unknown;
        socket.on("error", (error) => (failure = error));
        socket.once("close", () => {
          signal.removeEventListener("abort", onAbort);
          // It may let go before this one is let in.
          if (isClaimed || codeOf(failure) === "ECONNRESET") resolve("released");
          else if (codeOf(failure) === "ENOENT") resolve("none");
          else if (codeOf(failure) === "ECONNREFUSED") resolve("left");
          // Somebody may be there: what is taken for left is taken over.
          else reject(new Fault("unavailable", `nobody can tell who has ${path}: ${messageOf(failure)}`));
        });
        socket.resume();
        if (signal.aborted) onAbort();
      }),
  );
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const isTaken = codeOf(error) === "EADDRINUSE";
      reject(new Fault(isTaken ? "exists" : "unavailable", `${path} cannot be claimed: ${messageOf(error)}`));
    });
    server.listen(path, resolve);
  });
}

/** Calls with the path, or where that is too long for a socket, with a shorter one through the open folder (Linux). */
async function reachable<T>(path: string, call: (short: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(path) <= longestPath) return call(path);
  const folder = openSync(dirname(path), "r");
  try {
    return await call(join("/proc/self/fd", String(folder), basename(path)));
  } finally {
    closeSync(folder);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
