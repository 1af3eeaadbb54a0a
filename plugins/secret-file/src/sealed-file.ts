import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from "age-encryption";

/** 2 to the power of this rounds: the key is long and random, so that guessing it does not need to be slowed down much. */
const scryptWorkFactor = 14;

/** Undefined when there is no file. */
export async function readSealed(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** In the place of what was there, whole and on disk before it returns. */
export async function writeSealed(path: string, sealed: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    const file = await open(temporary, "w", 0o600);
    try {
      await file.writeFile(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    const folder = await open(dirname(path), "r");
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    await rm(temporary, { force: true });
    const full = error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
    if (full) throw new Fault("exhausted", "no space is left for the secrets: free some, then try again");
    throw error;
  }
}

export async function sealForPassphrase(passphrase: string, text: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(scryptWorkFactor);
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(text);
}

/** Undefined when the passphrase is another one. */
export async function openWithPassphrase(passphrase: string, sealed: Uint8Array): Promise<string | undefined> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypter.decrypt(sealed, "text").catch(() => undefined);
}

/** For every one of the identities. */
export async function sealFor(identities: readonly string[], text: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const identity of identities) encrypter.addRecipient(await identityToRecipient(identity));
  return encrypter.encrypt(text);
}

/** Undefined when the identity is another one, or the bytes have changed. */
export async function openWith(identity: string, sealed: Uint8Array): Promise<string | undefined> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(sealed, "text").catch(() => undefined);
}

export const newIdentity = (): Promise<string> => generateIdentity();
