import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { connectKernel, type KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import type { environment } from "./environment.js";

export interface ConnectOptions {
  readonly host: string | undefined;
  readonly token: string | undefined;
  /** PEM file of the authorities to trust. */
  readonly authoritiesFile?: string | undefined;
  /** Name that the server's certificate must have. */
  readonly serverName?: string | undefined;
}

/** Where a kernel on this machine keeps its data, unless it was told otherwise. */
export function dataDirectory({ GOFER_DATA_DIR, XDG_STATE_HOME }: typeof environment): string {
  return GOFER_DATA_DIR ?? join(XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "gofer");
}

interface Announcement {
  readonly address: string;
  readonly certificateFile: string;
  readonly serverName?: string;
}

/**
 * Connects to the host that was named, or to the kernel that announced itself on this machine. What that one
 * announced in its own files is trusted for this machine only; elsewhere the authorities that were named
 * are, or else those of the system.
 */
export function connect(
  { host, token, authoritiesFile, serverName }: ConnectOptions,
  values: typeof environment,
): { kernel: KernelClient; close: () => void } {
  const inTask = host === undefined && token === undefined && authoritiesFile === undefined;
  if (inTask && values.GOFER_API_ADDRESS !== undefined && values.GOFER_API_TOKEN !== undefined) {
    // Inside a task that asked for it: the run's own token, and the certificate that came with it.
    const pem = values.GOFER_API_CERTIFICATE;
    const trust = pem === undefined || !isSelfSigned(pem) ? { authorities: pem } : { certificate: pem };
    return connectKernel({ address: values.GOFER_API_ADDRESS, token: values.GOFER_API_TOKEN, serverName, ...trust });
  }
  const path = join(dataDirectory(values), "kernel.json");
  const announced = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Announcement) : undefined;
  if (host === undefined && !announced) {
    throw new Fault(
      "unavailable",
      `no kernel is running on this machine (${path} is not there): start one with gofer service start, or name one with --host or GOFER_CLI_HOST`,
    );
  }
  const address = host ?? announced?.address ?? "";
  const local =
    announced !== undefined && (address === announced.address || /^(localhost|127\.0\.0\.1):/.test(address));
  if (authoritiesFile !== undefined)
    return connectKernel({ address, token, serverName, authorities: readAuthorities(authoritiesFile) });
  if (!local || !existsSync(announced.certificateFile)) return connectKernel({ address, token, serverName });
  const own = readFileSync(announced.certificateFile, "utf8");
  // A certificate that an authority has signed needs that one too: the system's are trusted beside it.
  const authorities = isSelfSigned(own) ? own : [own, ...rootCertificates].join("\n");
  return connectKernel({ address, token, authorities, serverName: serverName ?? announced.serverName });
}

function isSelfSigned(pem: string): boolean {
  const { issuer, subject } = new X509Certificate(pem);
  return issuer === subject;
}

function readAuthorities(path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    throw new Fault("invalid", `--tls-ca: ${path} cannot be read: ${error instanceof Error ? error.message : ""}`);
  }
  if (!pem.includes("-----BEGIN CERTIFICATE-----"))
    throw new Fault("invalid", `--tls-ca: ${path} holds no certificate in PEM form`);
  return pem;
}
