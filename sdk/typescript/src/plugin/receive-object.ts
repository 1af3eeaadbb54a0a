import { createHash } from "node:crypto";
import { Fault } from "../fault.js";
import type { RoleImpl } from "./define.js";

type ObjectStoreImpl = RoleImpl<"objectStore">;
type PutRequests = Parameters<ObjectStoreImpl["put"]>[0];
type PutRequest = PutRequests extends AsyncIterable<infer Request> ? Request : never;
/** What is stored and where. */
export type PutHeader = NonNullable<PutRequest["header"]>;
/** Facts about an object, as an implementation gives them. */
export type ObjectInfo = NonNullable<Awaited<ReturnType<ObjectStoreImpl["put"]>>["object"]>;

/** Bytes of a chunk at most (gofer.objectstore.v1). */
export const maxChunkBytes = 256 << 10;

/** A place for an object that is on its way. It is not seen before `commit`. */
export interface ObjectSink {
  /** The next bytes, at most 256 KiB; more are asked for when the promise has resolved. */
  readonly write: (chunk: Buffer) => Promise<void> | void;
  /** Makes the object visible as a whole. The bytes are what the sender's trailer said. */
  readonly commit: (facts: { readonly sizeBytes: number; readonly sha256: Buffer }) => Promise<ObjectInfo> | ObjectInfo;
  /** Forgets what was written; called when anything fails before `commit` has returned. */
  readonly discard: () => Promise<void> | void;
}

/**
 * Takes the requests of one Put: checks their order, the size of chunks and names, and the trailer's size and digest.
 * Throws `invalid` for requests out of order or too large, `dataLoss` when the trailer does not match.
 */
export async function receiveObject(
  requests: PutRequests,
  open: (header: PutHeader) => Promise<ObjectSink> | ObjectSink,
): ReturnType<ObjectStoreImpl["put"]> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let sink: ObjectSink | undefined;
  let facts: { readonly sizeBytes: number; readonly sha256: Buffer } | undefined;
  let object: ObjectInfo | undefined;
  try {
    for await (const { part, header, chunk, trailer } of requests) {
      if (facts) throw new Fault("invalid", "a message came after the trailer: the trailer is the last one");
      if (!sink) {
        if (part !== "header" || !header)
          throw new Fault("invalid", `the first message of Put carries ${part ?? "nothing"}, not the header`);
        checkObjectName(header.scope, header.key);
        sink = await open(header);
      } else if (part === "chunk" && chunk) {
        if (chunk.length > maxChunkBytes)
          throw new Fault(
            "invalid",
            `a chunk of ${chunk.length} bytes is larger than ${maxChunkBytes}: send smaller ones`,
          );
        hash.update(chunk);
        sizeBytes += chunk.length;
        await sink.write(chunk);
      } else if (part === "trailer" && trailer) {
        const sha256 = hash.digest();
        if (trailer.sizeBytes !== sizeBytes)
          throw new Fault(
            "dataLoss",
            `${sizeBytes} bytes arrived, the trailer says ${trailer.sizeBytes}: send it again`,
          );
        if (!sha256.equals(trailer.sha256))
          throw new Fault("dataLoss", "the digest of what arrived is not the one of the trailer: send it again");
        facts = { sizeBytes, sha256 };
      } else
        throw new Fault(
          "invalid",
          `a message after the header carries ${part ?? "nothing"}, not a chunk or the trailer`,
        );
    }
    if (!sink || !facts) throw new Fault("invalid", "the messages of Put ended without a trailer: nothing is stored");
    object = await sink.commit(facts);
    return { object };
  } finally {
    if (!object) await sink?.discard();
  }
}

/** Throws `invalid` when a scope or key of an object is longer than the contract allows. */
export function checkObjectName(scope: string, key: string): void {
  checkLength("scope", scope, 256);
  checkLength("key", key, 1024);
}

/** Throws `invalid` when a scope or key of a secret is longer than the contract allows. */
export function checkSecretName(scope: string, key: string): void {
  checkLength("scope", scope, 256);
  checkLength("key", key, 256);
}

function checkLength(what: string, value: string, limit: number): void {
  const length = Buffer.byteLength(value);
  if (length > limit) throw new Fault("invalid", `the ${what} has ${length} bytes, at most ${limit} are allowed`);
}
