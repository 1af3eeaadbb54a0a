import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { checkSecretName, compareKeys, keyPage, pageToken, type RoleImpl } from "@gofer/sdk/plugin";
import * as z from "zod";
import {
  newIdentity,
  openWith,
  openWithPassphrase,
  readSealed,
  sealFor,
  sealForPassphrase,
  writeSealed,
} from "./sealed-file.js";

/** What secrets.age holds: a list, because no object key says where a scope ends and a key begins. */
const Secrets = z.array(z.object({ scope: z.string(), key: z.string(), value: z.base64(), modifiedAtMs: z.number() }));
type StoredSecret = z.output<typeof Secrets>[number];

const maxValueBytes = 1 << 20;
const maxBatch = 100;

export interface SecretStoreOptions {
  readonly directory: string;
  /** 32 characters. */
  readonly key: string;
  readonly previousKey: string | undefined;
  readonly now: () => number;
  /** Called after each step of a change of the key; tests stop there. */
  readonly reached?: (step: string) => void;
}

/** gofer.secretstore.v1 on an age file. Throws `invalid` for a key that does not open it. */
export async function openSecretStore({ directory, key, previousKey, now, reached }: SecretStoreOptions): Promise<{
  readonly service: RoleImpl<"secretStore">;
  /** Changes the configured key while the store serves. Throws `invalid` when neither key opens the file. */
  readonly changeKey: (key: string, previousKey: string | undefined) => Promise<void>;
}> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const identityPath = join(directory, "identity.age");
  const secretsPath = join(directory, "secrets.age");
  let identity = "";
  let turn: Promise<unknown> = Promise.resolve();

  /** One change at a time: the whole file is read, changed and written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next;
    return next;
  };

  const readAll = async (by = identity): Promise<StoredSecret[]> => {
    const sealed = await readSealed(secretsPath);
    if (!sealed) return [];
    const text = await openWith(by, sealed);
    // The key was changed while the file was read.
    if (text === undefined && by !== identity) return readAll();
    if (text === undefined)
      throw new Fault(
        "dataLoss",
        `${secretsPath} cannot be decrypted: it was damaged or changed by hand. Restore a backup`,
      );
    return Secrets.parse(JSON.parse(text));
  };
  const writeAll = async (secrets: readonly StoredSecret[], identities: readonly string[]) =>
    writeSealed(secretsPath, await sealFor(identities, JSON.stringify(secrets)));

  /** The identity under the configured key, and whether it has to be changed because only the previous one opens it. */
  const openIdentity = async (configured: string, previous: string | undefined) => {
    const sealed = await readSealed(identityPath);
    if (!sealed) {
      if (await readSealed(secretsPath))
        throw new Fault(
          "invalid",
          `${identityPath} is missing, and without it nothing opens ${secretsPath}: restore it`,
        );
      const made = await newIdentity();
      await writeSealed(identityPath, await sealForPassphrase(configured, made));
      return { opened: made, outdated: false };
    }
    const opened = await openWithPassphrase(configured, sealed);
    if (opened !== undefined) return { opened, outdated: false };
    const old = previous === undefined ? undefined : await openWithPassphrase(previous, sealed);
    if (old === undefined)
      throw new Fault(
        "invalid",
        `encryption_key does not open the secrets in ${directory}: they were sealed with another one. ` +
          "Configure that one again, or give it as previous_encryption_key to change from it to this one",
      );
    return { opened: old, outdated: true };
  };

  const changeKey = (configured: string, previous: string | undefined) =>
    inTurn(async () => {
      const { opened, outdated } = await openIdentity(configured, previous);
      identity = opened;
      const secrets = await readAll();
      if (outdated) {
        const next = await newIdentity();
        await writeAll(secrets, [opened, next]);
        reached?.("both");
        await writeSealed(identityPath, await sealForPassphrase(configured, next));
        reached?.("identity");
        identity = next;
      }
      // Also when the change before was interrupted: what the old identity could read is sealed again without it.
      if (outdated || secrets.length > 0) await writeAll(secrets, [identity]);
      reached?.("one");
    });
  await changeKey(key, previousKey);

  const sameName = (ref: SecretRef) => (secret: StoredSecret) => secret.scope === ref.scope && secret.key === ref.key;
  const toProto = (ref: SecretRef, { value, modifiedAtMs }: StoredSecret) => ({
    ref,
    value: Buffer.from(value, "base64"),
    modifiedAtMs,
  });

  const service: RoleImpl<"secretStore"> = {
    async get(request) {
      const ref = refOf(request.ref);
      const secret = (await readAll()).find(sameName(ref));
      if (!secret) throw new Fault("notFound", `there is no secret ${nameOf(ref)}`);
      return { secret: toProto(ref, secret) };
    },
    async batchGet({ refs }) {
      if (refs.length > maxBatch)
        throw new Fault("invalid", `${refs.length} secrets are asked for at once, at most ${maxBatch} are allowed`);
      const wanted = refs.map(refOf);
      const all = wanted.length === 0 ? [] : await readAll();
      return {
        secrets: wanted.flatMap((ref) => {
          const secret = all.find(sameName(ref));
          return secret ? [toProto(ref, secret)] : [];
        }),
      };
    },
    async put({ ref: named, value, ifAbsent }) {
      const ref = refOf(named);
      if (value.length > maxValueBytes)
        throw new Fault(
          "invalid",
          `the value of ${nameOf(ref)} has ${value.length} bytes, at most ${maxValueBytes} are allowed`,
        );
      return inTurn(async () => {
        const all = await readAll();
        const isSame = sameName(ref);
        if (ifAbsent && all.some(isSame)) throw new Fault("exists", `secret ${nameOf(ref)} exists`);
        const modifiedAtMs = now();
        const secret = { ...ref, value: value.toString("base64"), modifiedAtMs };
        await writeAll([...all.filter((each) => !isSame(each)), secret], [identity]);
        return { modifiedAtMs };
      });
    },
    async delete(request) {
      const isSame = sameName(refOf(request.ref));
      await inTurn(async () => {
        const all = await readAll();
        if (all.some(isSame))
          await writeAll(
            all.filter((each) => !isSame(each)),
            [identity],
          );
      });
      return {};
    },
    async list(request) {
      const { size, after } = keyPage(request);
      const keys = (await readAll())
        .filter(
          ({ scope, key: name }) => scope === request.scope && (after === undefined || compareKeys(name, after) > 0),
        )
        .map(({ key: name, modifiedAtMs }) => ({ key: name, modifiedAtMs }))
        .sort((a, b) => compareKeys(a.key, b.key));
      const last = keys[size - 1];
      return { keys: keys.slice(0, size), nextPageToken: keys.length > size && last ? pageToken(last.key) : "" };
    },
  };
  return { service, changeKey };
}

interface SecretRef {
  readonly scope: string;
  readonly key: string;
}

function refOf(ref: SecretRef | null | undefined): SecretRef {
  if (!ref) throw new Fault("invalid", "ref is required");
  checkSecretName(ref.scope, ref.key);
  return { scope: ref.scope, key: ref.key };
}

const nameOf = ({ scope, key }: SecretRef) => `${JSON.stringify(key)} in scope ${JSON.stringify(scope)}`;
