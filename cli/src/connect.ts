import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { connectKernel, type KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import type { environment } from "./environment.js";

export interface ConnectOptions {
  readonly host: string | undefined;
  readonly token: string | undefined;
}

/** Where a kernel on this machine keeps its data, unless it was told otherwise. */
export function dataDirectory({ GOFER_DATA_DIR, XDG_STATE_HOME }: typeof environment): string {
  return GOFER_DATA_DIR ?? join(XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "gofer");
}

/**
 * Connects to the host that was named, or to the kernel that announced itself on this machine. A kernel in
 * development mode has a certificate of its own making, which is trusted for this machine only.
 */
export function connect(
  { host, token }: ConnectOptions,
  values: typeof environment,
): { kernel: KernelClient; close: () => void } {
  const path = join(dataDirectory(values), "kernel.json");
  const announced = existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as { address: string; certificateFile: string })
    : undefined;
  if (host === undefined && !announced) {
    throw new Fault(
      "unavailable",
      `no kernel is running on this machine (${path} is not there): start one with gofer service start, or name one with --host or GOFER_CLI_HOST`,
    );
  }
  const address = host ?? announced?.address ?? "";
  const local =
    announced !== undefined && (address === announced.address || /^(localhost|127\.0\.0\.1):/.test(address));
  const certificate =
    local && existsSync(announced.certificateFile) ? readFileSync(announced.certificateFile, "utf8") : undefined;
  return connectKernel({ address, certificate, token });
}
