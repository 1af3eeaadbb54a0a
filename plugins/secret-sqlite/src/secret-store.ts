import { Fault, messageOf } from "@gofer/sdk/fault";
import { checkSecretName, keyPage, type PluginContext, pageToken, type RoleImpl } from "@gofer/sdk/plugin";
import SqliteDatabase from "better-sqlite3";
import { openDatabase } from "./database.js";
import { type KeyRing, openKeyRing } from "./key-ring.js";
import { boundTo, seal, unseal } from "./sealing.js";

interface SecretRow {
  readonly key: Buffer;
  readonly data_key: number;
  readonly sealed: Buffer;
  readonly modified_at: number;
}

const maxValueBytes = 1 << 20;
const maxBatch = 100;

export interface SecretStoreOptions {
  readonly path: string;
  /** 32 characters. */
  readonly key: string;
  readonly previousKey: string | undefined;
  readonly now: () => number;
  readonly log: Pick<PluginContext["log"], "info" | "warn">;
}

export interface OpenSecretStore {
  readonly service: RoleImpl<"secretStore">;
  /** Changes the configured key while the store serves. Throws `invalid` when neither key opens the file. */
  readonly changeKey: (key: string, previousKey: string | undefined) => void;
  /** Resolves when everything is sealed under the newest data key. */
  readonly renewed: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** gofer.secretstore.v1 on one SQLite file. Throws `invalid` for a key that does not open it, `precondition` for the file. */
export function openSecretStore({ path, key, previousKey, now, log }: SecretStoreOptions): OpenSecretStore {
  const database = openDatabase(path);
  let closed = false;
  let ring: KeyRing;
  let renewed: Promise<void> = Promise.resolve();
  const changeKey = (configured: string, previous: string | undefined) => {
    const next = openKeyRing(database, configured, previous);
    ring = next;
    renewed = renewed
      .then(() => next.renew(() => closed || ring !== next))
      .catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, "secrets are sealed under the new key at the next start"),
      );
  };
  try {
    changeKey(key, previousKey);
  } catch (error) {
    database.close();
    throw error;
  }

  const select = database.prepare<[Buffer, Buffer], SecretRow>(
    "SELECT key, data_key, sealed, modified_at FROM secrets WHERE scope = ? AND key = ?",
  );
  const upsert = database.prepare(
    `INSERT INTO secrets (scope, key, data_key, sealed, modified_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope, key)
     DO UPDATE SET data_key = excluded.data_key, sealed = excluded.sealed, modified_at = excluded.modified_at`,
  );
  const remove = database.prepare("DELETE FROM secrets WHERE scope = ? AND key = ?");
  const page = database.prepare<[Buffer, Buffer, number], Pick<SecretRow, "key" | "modified_at">>(
    "SELECT key, modified_at FROM secrets WHERE scope = ? AND key > ? ORDER BY key LIMIT ?",
  );
  const first = database.prepare<[Buffer, number], Pick<SecretRow, "key" | "modified_at">>(
    "SELECT key, modified_at FROM secrets WHERE scope = ? ORDER BY key LIMIT ?",
  );

  const find = (ref: SecretRef) => {
    const row = select.get(Buffer.from(ref.scope), Buffer.from(ref.key));
    if (!row) return undefined;
    const value = unseal(ring.get(row.data_key), boundTo(ref.scope, ref.key), row.sealed);
    if (!value)
      throw new Fault(
        "dataLoss",
        `secret ${nameOf(ref)} cannot be decrypted: the database was damaged or changed by hand. Put the secret again`,
      );
    return { ref, value, modifiedAtMs: row.modified_at };
  };
  const put = database.transaction((ref: SecretRef, value: Buffer, ifAbsent: boolean) => {
    const [scope, secretKey] = [Buffer.from(ref.scope), Buffer.from(ref.key)];
    if (ifAbsent && select.get(scope, secretKey)) throw new Fault("exists", `secret ${nameOf(ref)} exists`);
    const modifiedAtMs = now();
    upsert.run(
      scope,
      secretKey,
      ring.current.id,
      seal(ring.current.key, boundTo(ref.scope, ref.key), value),
      modifiedAtMs,
    );
    return { modifiedAtMs };
  });

  const service: RoleImpl<"secretStore"> = {
    get(request) {
      const ref = refOf(request.ref);
      const secret = reading(() => find(ref));
      if (!secret) throw new Fault("notFound", `there is no secret ${nameOf(ref)}`);
      return { secret };
    },
    batchGet({ refs }) {
      if (refs.length > maxBatch)
        throw new Fault("invalid", `${refs.length} secrets are asked for at once, at most ${maxBatch} are allowed`);
      return { secrets: reading(() => refs.map((ref) => find(refOf(ref))).filter((secret) => secret !== undefined)) };
    },
    put({ ref: named, value, ifAbsent }) {
      const ref = refOf(named);
      if (value.length > maxValueBytes)
        throw new Fault(
          "invalid",
          `the value of ${nameOf(ref)} has ${value.length} bytes, at most ${maxValueBytes} are allowed`,
        );
      return reading(() => put.immediate(ref, value, ifAbsent));
    },
    delete(request) {
      const ref = refOf(request.ref);
      reading(() => remove.run(Buffer.from(ref.scope), Buffer.from(ref.key)));
      return {};
    },
    list(request) {
      const { size, after } = keyPage(request);
      const scope = Buffer.from(request.scope);
      const rows = after === undefined ? first.all(scope, size + 1) : page.all(scope, Buffer.from(after), size + 1);
      const last = rows[size - 1];
      return {
        keys: rows.slice(0, size).map((row) => ({ key: row.key.toString(), modifiedAtMs: row.modified_at })),
        nextPageToken: rows.length > size && last ? pageToken(last.key.toString()) : "",
      };
    },
  };

  return {
    service,
    changeKey,
    renewed: () => renewed,
    async close() {
      closed = true;
      await renewed;
      database.close();
    },
  };
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

/** Tells a full disk and a locked file as what they are. */
function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error;
    if (error.code === "SQLITE_FULL")
      throw new Fault("exhausted", "no space is left for the secret: free some, then try again");
    throw new Fault("unavailable", `the secret database cannot be used now: ${error.message}`);
  }
}
