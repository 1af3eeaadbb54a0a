import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { type FSWatcher, readFileSync, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";

/** A certificate chain and its key, PEM, checked: they fit each other, and it is valid now. */
export interface ServerCertificate {
  readonly pem: string;
  readonly keyPem: string;
  readonly expiresAtMs: number;
  /** A host name that it was made for; undefined when it has none. */
  readonly serverName: string | undefined;
}

export interface CertificateFiles {
  readonly certificatePath: string;
  readonly keyPath: string;
}

/** Throws `invalid` with all problems, each with the file it is in. */
export function readCertificate({ certificatePath, keyPath }: CertificateFiles, nowMs: number): ServerCertificate {
  const problems: string[] = [];
  const attempt = <T>(path: string, what: string, act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      problems.push(`${path}: ${what}: ${messageOf(error).replace(/^error:.*?::/, "")}`);
      return undefined;
    }
  };
  const read = (path: string) => attempt(path, "cannot be read", () => readFileSync(path, "utf8"));
  const pem = read(certificatePath);
  const keyPem = read(keyPath);
  const certificate =
    pem === undefined
      ? undefined
      : attempt(certificatePath, "is not a certificate in PEM form", () => new X509Certificate(pem));
  const key =
    keyPem === undefined
      ? undefined
      : attempt(
          keyPath,
          "is not a private key in PEM form without a passphrase",
          (): KeyObject => createPrivateKey(keyPem),
        );
  if (certificate && key && !certificate.checkPrivateKey(key))
    problems.push(`${keyPath}: is not the key of the certificate in ${certificatePath}`);
  if (certificate) {
    const { validFrom, validTo } = certificate;
    if (Date.parse(validTo) <= nowMs)
      problems.push(`${certificatePath}: the certificate expired on ${validTo}: renew it`);
    if (Date.parse(validFrom) > nowMs)
      problems.push(`${certificatePath}: the certificate is valid from ${validFrom} only: check the clock`);
  }
  if (problems.length > 0 || pem === undefined || keyPem === undefined || !certificate)
    throw new Fault("invalid", problems.join("\n"));
  const serverName = /(?:^|, )DNS:([^,*]+)/.exec(certificate.subjectAltName ?? "")?.[1];
  return { pem, keyPem, expiresAtMs: Date.parse(certificate.validTo), serverName };
}

export interface WatchedCertificate extends Disposable {
  readonly current: () => ServerCertificate;
  /** What an admin should know of it, one sentence each. */
  readonly warnings: () => readonly string[];
  /** Called with every certificate that takes the place of the one before. */
  readonly onChange: (listener: (certificate: ServerCertificate) => void) => void;
}

const soonMs = 14 * 24 * 3600_000;
/** Certificate and key are replaced one after the other: what is read in between does not fit. */
const settleMs = 100;

/**
 * Reads the files and reads them again when they change. A pair that is not good does not take the place of
 * the one that works; it is logged and shown until it is repaired. Throws as `readCertificate` does.
 */
export function watchCertificate(
  files: CertificateFiles,
  { log, now }: { readonly log: Logger; readonly now: () => number },
): WatchedCertificate {
  const { certificatePath, keyPath } = files;
  let current = readCertificate(files, now());
  let trouble: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const listeners: ((certificate: ServerCertificate) => void)[] = [];

  const reload = () => {
    try {
      const next = readCertificate(files, now());
      trouble = undefined;
      if (next.pem === current.pem && next.keyPem === current.keyPem) return;
      current = next;
      for (const listener of listeners) listener(next);
      log.info({ certificate: certificatePath, expires: new Date(next.expiresAtMs) }, "the certificate was replaced");
    } catch (error) {
      trouble = `the certificate was not replaced, the old one goes on: ${messageOf(error)}`;
      log.error({ error: messageOf(error) }, "the changed certificate cannot be used, the old one goes on");
    }
  };
  // The folders, not the files: a file that is replaced by renaming is another file.
  const names = new Set([certificatePath, keyPath].map((path) => basename(path)));
  const watchers: FSWatcher[] = [...new Set([certificatePath, keyPath].map((path) => dirname(path)))].map((folder) =>
    watch(folder, { persistent: false }, (_event, name) => {
      // Links within the folder may be what has changed, as where a volume is swapped under the files.
      if (name !== null && !names.has(name) && !name.startsWith("..")) return;
      clearTimeout(timer);
      timer = setTimeout(reload, settleMs);
    }),
  );
  for (const watcher of watchers)
    watcher.on("error", (error) =>
      log.error({ error: messageOf(error) }, "the certificate's folder cannot be watched"),
    );

  return {
    current: () => current,
    onChange: (listener) => void listeners.push(listener),
    warnings: () => {
      const left = current.expiresAtMs - now();
      return [
        ...(trouble === undefined ? [] : [trouble]),
        ...(left > soonMs
          ? []
          : [
              `the certificate ${certificatePath} ${left > 0 ? `expires in ${Math.floor(left / (24 * 3600_000))} days` : "has expired"}: put a new one in its place, no restart is needed`,
            ]),
        ...(isOpenToOthers(keyPath) ? [`${keyPath} can be read by other users: chmod 600 ${keyPath}`] : []),
      ];
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function isOpenToOthers(path: string): boolean {
  const { mode } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0 };
  return (mode & 0o007) !== 0;
}
