import { statSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { dirname, join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import Docker from "dockerode";
import * as z from "zod";
import { type Config, hostOf } from "./config.js";
import { engineFault } from "./engine-fault.js";

/** What the engine says about itself. */
export interface EngineFacts {
  readonly version: string;
  readonly architecture: string;
  readonly processors: number;
  /** Directory of the engine's machine where it keeps its own files. */
  readonly rootDirectory: string;
  /** Which limits its kernel can keep. */
  readonly limits: { readonly memory: boolean; readonly swap: boolean; readonly cpu: boolean; readonly pids: boolean };
}

/** A Docker engine. Every failure of it is a `Fault`. */
export interface Engine {
  readonly docker: Docker;
  readonly address: string;
  /** Awaits a call. Gives up when the engine goes away: some calls would then never be answered. */
  readonly ask: <T>(call: Promise<T>, timeoutMs?: number) => Promise<T>;
  /** Opens a stream of raw bytes, whatever the method says about following. Safe to destroy at any time. */
  readonly openStream: (path: string, query: Readonly<Record<string, string>>) => Promise<IncomingMessage>;
  readonly facts: () => Promise<EngineFacts>;
  /** When its process was started, in Unix milliseconds; undefined for an engine on another machine, which does not say so. */
  readonly startedAtMs: () => number | undefined;
  /** Ends all calls that wait: the engine is gone. */
  readonly lose: (why: Fault) => void;
}

const unixScheme = "unix://";

export function connectEngine(config: Config): Engine {
  const address = hostOf(config);
  const docker = new Docker(connectionOf(address, config));
  let lost = new AbortController();

  const ask: Engine["ask"] = (call, timeoutMs = 60_000) =>
    new Promise((resolve, reject) => {
      const { signal } = lost;
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
      };
      const giveUp = () => {
        settle();
        reject(signal.reason as Fault);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Fault("unavailable", `the Docker engine at ${address} did not answer within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      signal.addEventListener("abort", giveUp, { once: true });
      call.then(
        (result) => {
          settle();
          resolve(result);
        },
        (error: unknown) => {
          settle();
          reject(engineFault(error, address));
        },
      );
    });

  return {
    docker,
    address,
    ask,
    openStream: (path, query) =>
      ask(
        new Promise((resolve, reject) => {
          const parameters = new URLSearchParams(query).toString();
          const request = { path: `${path}?${parameters}&`, method: "GET", isStream: true, statusCodes: { 200: true } };
          docker.modem.dial({ ...request, options: {} }, (error: unknown, stream: unknown) => {
            if (error) reject(error instanceof Error ? error : new Error("the engine gave no stream"));
            else resolve(stream as IncomingMessage);
          });
        }),
      ),
    async facts() {
      const info = Info.parse(await ask<unknown>(docker.info(), 2500));
      return {
        version: info.ServerVersion,
        architecture: info.Architecture,
        processors: info.NCPU,
        rootDirectory: info.DockerRootDir,
        limits: { memory: info.MemoryLimit, swap: info.SwapLimit, cpu: info.CpuCfsQuota, pids: info.PidsLimit },
      };
    },
    startedAtMs: () => (address.startsWith(unixScheme) ? startOf(address.slice(unixScheme.length)) : undefined),
    lose(why) {
      const before = lost;
      lost = new AbortController();
      before.abort(why);
    },
  };
}

const Info = z.object({
  ServerVersion: z.string(),
  Architecture: z.string(),
  NCPU: z.number(),
  DockerRootDir: z.string().default("/var/lib/docker"),
  MemoryLimit: z.boolean().default(false),
  SwapLimit: z.boolean().default(false),
  CpuCfsQuota: z.boolean().default(false),
  PidsLimit: z.boolean().default(false),
});

/** An engine writes its process id beside its socket when it starts; the socket may be older, where systemd listens for it. */
function startOf(socketPath: string): number | undefined {
  for (const path of [join(dirname(socketPath), "docker.pid"), socketPath]) {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file) return file.mtimeMs;
  }
  return undefined;
}

function connectionOf(address: string, config: Config): Docker.DockerOptions {
  if (address.startsWith(unixScheme)) return { socketPath: address.slice(unixScheme.length) };
  const { hostname, port } = new URL(address);
  const { caCertificate, clientCertificate, clientKey } = config;
  const secure = caCertificate ?? clientCertificate;
  return {
    host: hostname,
    port,
    protocol: secure === undefined ? "http" : "https",
    ...(caCertificate === undefined ? {} : { ca: caCertificate }),
    ...(clientCertificate === undefined ? {} : { cert: clientCertificate }),
    ...(clientKey === undefined ? {} : { key: clientKey }),
  };
}
