import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import {
  checkObjectName,
  keyPage,
  maxChunkBytes,
  type ObjectInfo,
  type ObjectSink,
  type PluginContext,
  type PutHeader,
  pageToken,
  type RoleImpl,
  receiveObject,
} from "@gofer/sdk/plugin";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { openDatabase } from "./database.js";

interface ObjectRow {
  readonly key: Buffer;
  readonly blob: number;
  readonly size_bytes: number;
  readonly sha256: Buffer;
  readonly etag: string;
  readonly modified_at: number;
}

/** A put that has not moved for so long is dead: the kernel gives up after 60 s. */
const abandonedMs = 120_000;
const touchEveryMs = 10_000;
/** Pieces that are deleted in one transaction, so that a large object holds up nobody. */
const piecesPerSweep = 32;

export interface ObjectStoreOptions {
  readonly path: string;
  readonly now: () => number;
  readonly log: Pick<PluginContext["log"], "warn">;
}

export interface OpenObjectStore {
  readonly service: RoleImpl<"objectStore">;
  /** Removes what no object names and nobody reads or writes. Runs by itself; resolves when nothing is left to do now. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** gofer.objectstore.v1 on one SQLite file. Throws `precondition` when the file cannot be opened. */
export function openObjectStore({ path, now, log }: ObjectStoreOptions): OpenObjectStore {
  const database = openDatabase(path);
  const statements = prepare(database);
  /** Blobs that this process writes, and how many readers a blob has here: the sweep leaves them alone. */
  const writing = new Set<number>();
  const reading = new Map<number, number>();
  let sweeping: Promise<void> = Promise.resolve();
  let closed = false;

  const sweep = () => {
    sweeping = sweeping.then(sweepOnce).catch((error: unknown) => {
      if (!closed) log.warn({ error: messageOf(error) }, "unused space cannot be given back now");
    });
    return sweeping;
  };
  const sweepOnce = async () => {
    const unnamed = statements.unnamed.all().filter(({ id }) => !writing.has(id) && !reading.has(id));
    for (const { id, touched_at } of unnamed) {
      // Another process of this installation may still be writing it: an upgrade runs two of them for a while.
      if (touched_at > now() - abandonedMs) continue;
      while (!closed && !reading.has(id) && statements.deletePieces.run(id, id).changes > 0) {
        database.pragma("incremental_vacuum(512)");
        await nextTurn();
      }
      if (closed || reading.has(id)) continue;
      statements.deleteBlob.run(id);
    }
  };
  const timer = setInterval(() => void sweep(), abandonedMs / 2);
  timer.unref();
  void sweep();

  const find = (scope: string, key: string) => statements.find.get(Buffer.from(scope), Buffer.from(key));
  const get = (scope: string, key: string): ObjectRow => {
    checkObjectName(scope, key);
    const row = find(scope, key);
    if (!row)
      throw new Fault("notFound", `there is no object ${JSON.stringify(key)} in scope ${JSON.stringify(scope)}`);
    return row;
  };

  /** Refuses a put whose condition does not hold now. */
  const checkCondition = ({ scope, key, ifAbsent, ifMatch }: PutHeader) => {
    const there = find(scope, key);
    if (ifAbsent && there) throw new Fault("exists", `object ${JSON.stringify(key)} exists`);
    if (ifMatch !== "" && there?.etag !== ifMatch)
      throw new Fault(
        "precondition",
        `object ${JSON.stringify(key)} ${there ? "has changed" : "does not exist"}: its etag is not the expected one`,
      );
    return there;
  };

  const publish = database.transaction(
    (header: PutHeader, blob: number, facts: { sizeBytes: number; sha256: Buffer }): ObjectInfo => {
      const replaced = checkCondition(header);
      if (statements.touch.run(-1, blob).changes === 0)
        throw new Fault("aborted", `the put of ${JSON.stringify(header.key)} took a break for too long: send it again`);
      const etag = randomUUID();
      const modifiedAtMs = now();
      statements.publish.run({
        scope: Buffer.from(header.scope),
        key: Buffer.from(header.key),
        blob,
        size: facts.sizeBytes,
        sha256: facts.sha256,
        etag,
        at: modifiedAtMs,
      });
      // Nobody names it any more: the next sweep takes it.
      if (replaced) statements.touch.run(0, replaced.blob);
      return { key: header.key, ...facts, etag, modifiedAtMs };
    },
  );

  const openSink = (header: PutHeader): ObjectSink => {
    checkCondition(header);
    const blob = Number(statements.insertBlob.run(now()).lastInsertRowid);
    writing.add(blob);
    let touchedAtMs = now();
    let ordinal = 0;
    // Pieces have one size, so that a range is found by dividing.
    const piece = Buffer.allocUnsafe(maxChunkBytes);
    let filled = 0;
    const flush = () => {
      if (filled > 0) statements.insertPiece.run(blob, ordinal++, piece.subarray(0, filled));
      filled = 0;
      if (now() - touchedAtMs < touchEveryMs) return;
      touchedAtMs = now();
      statements.touch.run(touchedAtMs, blob);
    };
    return {
      async write(chunk) {
        for (let at = 0; at < chunk.length; ) {
          const taken = chunk.copy(piece, filled, at);
          at += taken;
          filled += taken;
          if (filled === piece.length) storing(flush);
        }
        // Writing does not wait for anything: without a turn in between, one put would starve all other calls.
        await nextTurn();
      },
      commit: (facts) => {
        const object = storing(() => {
          flush();
          // The pieces are written without waiting for the disk; one synced commit after them makes all of it durable.
          database.pragma("synchronous = FULL");
          try {
            return publish.immediate(header, blob, facts);
          } finally {
            database.pragma("synchronous = NORMAL");
          }
        });
        writing.delete(blob);
        void sweep();
        return object;
      },
      discard() {
        writing.delete(blob);
        if (closed) return;
        storing(() => statements.touch.run(0, blob));
        void sweep();
      },
    };
  };

  /** Pieces of a blob from an offset; pinned while they are read. */
  async function* read(row: ObjectRow, offset: number, end: number): AsyncGenerator<Buffer> {
    const { blob } = row;
    reading.set(blob, (reading.get(blob) ?? 0) + 1);
    try {
      for (let at = offset; at < end; ) {
        const ordinal = Math.floor(at / maxChunkBytes);
        const data = statements.piece.get(blob, ordinal);
        if (!data)
          throw new Fault(
            "aborted",
            `object ${JSON.stringify(row.key.toString())} was replaced while it was read: read it again`,
          );
        const start = ordinal * maxChunkBytes;
        yield data.subarray(at - start, Math.min(data.length, end - start));
        at = start + maxChunkBytes;
        await nextTurn();
      }
    } finally {
      const readers = (reading.get(blob) ?? 1) - 1;
      if (readers > 0) reading.set(blob, readers);
      else if (reading.delete(blob) && !closed) void sweep();
    }
  }

  const remove = database.transaction((scope: string, key: string) => {
    const row = find(scope, key);
    if (!row) return;
    statements.remove.run(Buffer.from(scope), Buffer.from(key));
    statements.touch.run(0, row.blob);
  });

  const service: RoleImpl<"objectStore"> = {
    put: (requests) => receiveObject(requests, openSink),
    async *get({ scope, key, offsetBytes, lengthBytes }) {
      if (offsetBytes < 0 || lengthBytes < 0)
        throw new Fault("invalid", "offset_bytes and length_bytes are not negative");
      const row = get(scope, key);
      if (offsetBytes > row.size_bytes)
        throw new Fault(
          "outOfRange",
          `object ${JSON.stringify(key)} has ${row.size_bytes} bytes, none at ${offsetBytes}`,
        );
      const end = lengthBytes === 0 ? row.size_bytes : Math.min(row.size_bytes, offsetBytes + lengthBytes);
      // Pinned before the metadata is sent: what was promised can then be read, whatever happens meanwhile.
      const pieces = read(row, offsetBytes, end);
      const first = await pieces.next();
      try {
        yield { part: "object", object: infoOf(row) };
        if (first.done !== true) yield { part: "chunk", chunk: first.value };
        for await (const chunk of pieces) yield { part: "chunk", chunk };
      } finally {
        await pieces.return(undefined);
      }
    },
    head: ({ scope, key }) => ({ object: infoOf(get(scope, key)) }),
    delete({ scope, key }) {
      checkObjectName(scope, key);
      database.pragma("synchronous = FULL");
      try {
        storing(() => remove.immediate(scope, key));
      } finally {
        database.pragma("synchronous = NORMAL");
      }
      void sweep();
      return {};
    },
    list(request) {
      const { size, after } = keyPage(request);
      const prefix = Buffer.from(request.prefix);
      const from = after === undefined ? undefined : Buffer.from(after);
      const begins = from === undefined || Buffer.compare(from, prefix) < 0;
      const rows = (begins ? statements.listFrom : statements.listAfter)
        .all(Buffer.from(request.scope), begins ? prefix : from, size + 1)
        .filter(({ key }) => key.subarray(0, prefix.length).equals(prefix));
      const last = rows[size - 1];
      return {
        objects: rows.slice(0, size).map(infoOf),
        nextPageToken: rows.length > size && last ? pageToken(last.key.toString()) : "",
      };
    },
  };

  return {
    service,
    sweep,
    async close() {
      closed = true;
      clearInterval(timer);
      await sweeping;
      database.close();
    },
  };
}

function prepare(database: Database) {
  database.pragma("synchronous = NORMAL");
  const columns = "key, blob, size_bytes, sha256, etag, modified_at FROM objects WHERE scope = ?";
  return {
    find: database.prepare<[Buffer, Buffer], ObjectRow>(`SELECT ${columns} AND key = ?`),
    listFrom: database.prepare<[Buffer, Buffer, number], ObjectRow>(
      `SELECT ${columns} AND key >= ? ORDER BY key LIMIT ?`,
    ),
    listAfter: database.prepare<[Buffer, Buffer, number], ObjectRow>(
      `SELECT ${columns} AND key > ? ORDER BY key LIMIT ?`,
    ),
    publish: database.prepare(
      `INSERT INTO objects VALUES (:scope, :key, :blob, :size, :sha256, :etag, :at)
       ON CONFLICT (scope, key) DO UPDATE SET blob = excluded.blob, size_bytes = excluded.size_bytes,
         sha256 = excluded.sha256, etag = excluded.etag, modified_at = excluded.modified_at`,
    ),
    remove: database.prepare("DELETE FROM objects WHERE scope = ? AND key = ?"),
    insertBlob: database.prepare("INSERT INTO blobs (touched_at) VALUES (?)"),
    touch: database.prepare("UPDATE blobs SET touched_at = ? WHERE id = ?"),
    unnamed: database.prepare<[], { id: number; touched_at: number }>(
      "SELECT id, touched_at FROM blobs WHERE touched_at >= 0",
    ),
    deleteBlob: database.prepare("DELETE FROM blobs WHERE id = ?"),
    insertPiece: database.prepare("INSERT INTO pieces VALUES (?, ?, ?)"),
    piece: database.prepare<[number, number], Buffer>("SELECT data FROM pieces WHERE blob = ? AND ordinal = ?").pluck(),
    deletePieces: database.prepare(
      `DELETE FROM pieces WHERE blob = ? AND ordinal IN
         (SELECT ordinal FROM pieces WHERE blob = ? ORDER BY ordinal LIMIT ${piecesPerSweep})`,
    ),
  };
}

function infoOf(row: ObjectRow): ObjectInfo {
  return {
    key: row.key.toString(),
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    etag: row.etag,
    modifiedAtMs: row.modified_at,
  };
}

/** Tells a full disk and a locked file as what they are. */
function storing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error;
    if (error.code === "SQLITE_FULL")
      throw new Fault("exhausted", "no space is left for the object: free some, then try again");
    throw new Fault("unavailable", `the object database cannot be written now: ${error.message}`);
  }
}
