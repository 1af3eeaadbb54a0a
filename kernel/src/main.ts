import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { type Logger, pino } from "pino";
import { openKernel } from "./compose.js";
import { type KernelConfig, parseConfig } from "./config.js";

/** Runs until SIGINT or SIGTERM. Exit codes are those of the command line: 2 configuration, 8 unavailable, 1 a bug. */
async function main(): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const { values } = parseArgs({
    options: {
      config: { type: "string" },
      dev: { type: "boolean", default: false },
      "safe-mode": { type: "boolean", default: false },
    },
  });
  // What grpc-js has to say comes as faults too, with what to do about them.
  if (process.env["GRPC_VERBOSITY"] === undefined) setLogVerbosity(logVerbosity.NONE);
  const config = parseConfig({ environment: process.env, file: values.config, development: values.dev });
  const log = await createLog(config);
  const kernel = await openKernel(config, log, { safeMode: values["safe-mode"] });
  log.info(
    {
      address: kernel.address,
      scheduler: kernel.scheduler,
      data: config.dataDirectory,
      mode: config.developmentMode ? "development" : "production",
    },
    "gofer is ready",
  );
  await stopped;
  log.info("stopping: containers go on and are found again at the next start");
  const timer = new AbortController();
  const tooLong = delay(config.server.shutdownTimeoutMs, undefined, { signal: timer.signal }).then(
    () =>
      log.warn(
        { timeoutMs: config.server.shutdownTimeoutMs },
        "not everything has ended in time: what goes on is found again",
      ),
    () => undefined,
  );
  await Promise.race([kernel[Symbol.asyncDispose](), tooLong]);
  timer.abort();
  return 0;
}

async function createLog({ logLevel }: KernelConfig): Promise<Logger> {
  if (!process.stderr.isTTY) return pino({ level: logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  const { default: pretty } = await import("pino-pretty");
  return pino(
    { level: logLevel, base: null },
    pretty({ sync: true, destination: 2, colorize: true, translateTime: "SYS:HH:MM:ss" }),
  );
}

function fail(error: unknown): never {
  const code =
    error instanceof Fault
      ? ({ invalid: 2, unavailable: 8, precondition: 6 } as Partial<Record<string, number>>)[error.code]
      : undefined;
  process.stderr.write(
    `gofer: ${code === undefined && error instanceof Error ? (error.stack ?? error.message) : messageOf(error).replaceAll("\n", "\n       ")}\n`,
  );
  process.exit(code ?? 1);
}

main().then((code) => process.exit(code), fail);
