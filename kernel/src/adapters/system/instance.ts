import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createCertificate } from "@gofer/sdk/plugin";

/** The certificate of the development mode, made once and kept for a year at most. */
export function localhostCertificate(dataDirectory: string): { pem: string; keyPem: string; serverName: string } {
  const path = localhostCertificatePath(dataDirectory);
  const directory = dirname(path);
  const keyPath = join(directory, "localhost.key");
  const yearMs = 365 * 24 * 3600_000;
  const fresh =
    existsSync(path) && existsSync(keyPath) && Date.now() - statSync(path).mtimeMs < yearMs - 30 * 24 * 3600_000;
  if (!fresh) {
    const { pem, keyPem } = createCertificate({ validForMs: yearMs });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeAtomically(keyPath, keyPem, 0o600);
    writeAtomically(path, pem, 0o644);
  }
  return { pem: readFileSync(path, "utf8"), keyPem: readFileSync(keyPath, "utf8"), serverName: "localhost" };
}

/** What the kernel shows to plugins that it does not start: made once, so that they can pin it. */
export function clientCertificate(dataDirectory: string): { pem: string; keyPem: string } {
  const [path, keyPath] = ["crt", "key"].map((end) => join(dataDirectory, "tls", `plugin-client.${end}`)) as [
    string,
    string,
  ];
  if (!existsSync(path) || !existsSync(keyPath)) {
    const { pem, keyPem } = createCertificate();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeAtomically(keyPath, keyPem, 0o600);
    writeAtomically(path, pem, 0o644);
  }
  return { pem: readFileSync(path, "utf8"), keyPem: readFileSync(keyPath, "utf8") };
}

export function localhostCertificatePath(dataDirectory: string): string {
  return join(dataDirectory, "tls", "localhost.crt");
}

/** Tells clients on this machine where the kernel is; gone when it stops. */
export function announce(
  dataDirectory: string,
  facts: { address: string; eventsAddress: string; certificateFile: string; serverName: string | undefined },
): Disposable {
  const path = join(dataDirectory, "kernel.json");
  writeAtomically(path, `${JSON.stringify({ ...facts, pid: process.pid, dataDirectory }, undefined, 2)}\n`, 0o600);
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

/**
 * A short private directory for sockets: their paths may have 103 bytes only. It is outside the data directory, which
 * remembers it: the one of a kernel that was killed is removed by the next on the same data.
 */
export function socketRoot(dataDirectory: string): Disposable & { readonly path: string } {
  const parent = process.platform === "linux" && existsSync("/run") && isWritable("/run") ? "/run" : tmpdir();
  const memory = join(dataDirectory, "sockets-at");
  const earlier = existsSync(memory) ? readFileSync(memory, "utf8") : "";
  if (isSocketRoot(earlier, parent)) rmSync(earlier, { recursive: true, force: true });
  const path = mkdtempSync(join(parent, "gofer-"));
  chmodSync(path, 0o700);
  writeAtomically(memory, path, 0o600);
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
      rmSync(memory, { force: true });
    },
  };
}

/** Nothing but such a directory of this user is ever removed, whatever the file says. */
function isSocketRoot(path: string, parent: string): boolean {
  if (dirname(path) !== parent || !/^gofer-[A-Za-z0-9]{6}$/.test(basename(path))) return false;
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** A file that only the kernel's user can read: who shows its content may make the first token. */
export function bootstrapProof(dataDirectory: string) {
  const path = join(dataDirectory, "bootstrap-proof");
  return {
    make: () => void keptSecret(path, 43),
    read: () => (existsSync(path) ? readFileSync(path, "utf8").trim() : undefined),
    forget: () => rmSync(path, { force: true }),
  };
}

/** A random value of a length, made at the first call and the same ever after. */
export function keptSecret(path: string, length: number): string {
  if (!existsSync(path)) {
    writeAtomically(path, randomBytes(length).toString("base64url").slice(0, length), 0o600);
  }
  return readFileSync(path, "utf8");
}

function isWritable(directory: string): boolean {
  const { mode, uid } = statSync(directory);
  return process.getuid?.() === 0 || (uid === process.getuid?.() && (mode & 0o200) !== 0);
}

function writeAtomically(path: string, content: string, mode: number): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}
