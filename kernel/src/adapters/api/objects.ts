import { Fault } from "@gofer/sdk/fault";
import type { ObjectPart, ObjectStore } from "../../app/object-store.js";
import type { ObjectRecord } from "../../ports/store-keys.js";
import { pipelineRefFrom, runRefFrom, storeKeyFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers, RequestOf } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";

const ofPipeline = (request: { namespace: string; pipelineId: string }) => ({
  ...pipelineRefFrom(request),
  runId: undefined,
});

export function objectHandlers({
  objects,
  pageFrom,
}: {
  objects: ObjectStore;
  pageFrom: PageReader;
}): Handlers<
  | "putPipelineObject"
  | "getPipelineObject"
  | "listPipelineObjects"
  | "deletePipelineObject"
  | "putRunObject"
  | "getRunObject"
  | "listRunObjects"
  | "deleteRunObject"
> {
  return {
    async putPipelineObject(requests, call) {
      const { header, parts } = await openUpload(requests);
      const options = { replace: header.force, by: initiatorOf(call), signal: call.signal };
      const stored = await objects.put(ofPipeline(header), storeKeyFrom(header), parts, options);
      return {
        object: objectToProto(stored.object),
        replaced: stored.replaced,
        evictedKeys: [...stored.evictedKeys],
      };
    },
    async *getPipelineObject(request, { signal }) {
      const { object, chunks } = objects.read(ofPipeline(request), storeKeyFrom(request), signal);
      yield { part: "object", object: objectToProto(object) };
      for await (const chunk of chunks) yield { part: "chunk", chunk };
    },
    listPipelineObjects(request) {
      const { size, after } = pageFrom("pipeline_objects", request);
      const { items, next } = objects.list(ofPipeline(request), size, after);
      return {
        objects: items.map(objectToProto),
        nextPageToken: nextPageToken("pipeline_objects", next),
        limit: objects.pipelineObjectLimit,
      };
    },
    async deletePipelineObject(request, call) {
      await objects.remove(ofPipeline(request), storeKeyFrom(request), initiatorOf(call));
      return {};
    },
    async putRunObject(requests, call) {
      const { header, parts } = await openUpload(requests);
      const options = { replace: header.force, by: initiatorOf(call), signal: call.signal };
      const stored = await objects.put(runRefFrom(header), storeKeyFrom(header), parts, options);
      return { object: objectToProto(stored.object), replaced: stored.replaced };
    },
    async *getRunObject(request, { signal }) {
      const { object, chunks } = objects.read(runRefFrom(request), storeKeyFrom(request), signal);
      yield { part: "object", object: objectToProto(object) };
      for await (const chunk of chunks) yield { part: "chunk", chunk };
    },
    listRunObjects(request) {
      const owner = runRefFrom(request);
      const { size, after } = pageFrom("run_objects", request);
      const { items, next } = objects.list(owner, size, after);
      return {
        objects: items.map(objectToProto),
        nextPageToken: nextPageToken("run_objects", next),
        expired: objects.haveExpired(owner),
      };
    },
    async deleteRunObject(request, call) {
      await objects.remove(runRefFrom(request), storeKeyFrom(request), initiatorOf(call));
      return {};
    },
  };
}

interface UploadMessage<Header> {
  readonly part?: "header" | "chunk" | "trailer";
  readonly header?: Header | null;
  readonly chunk?: Buffer;
  readonly trailer?: RequestMessage["trailer"];
}
type RequestMessage = RequestOf<"putPipelineObject"> extends AsyncIterable<infer Message> ? Message : never;

/** The header of an upload, and the parts that follow it. Throws `invalid` when the order is another one. */
async function openUpload<Header>(
  requests: AsyncIterable<UploadMessage<Header>>,
): Promise<{ header: Header; parts: AsyncIterable<ObjectPart> }> {
  const messages = requests[Symbol.asyncIterator]();
  const first = await messages.next();
  if (first.done === true || !first.value.header)
    throw new Fault("invalid", "the first message of a put carries the header, and this one does not");
  return { header: first.value.header, parts: partsOf({ [Symbol.asyncIterator]: () => messages }) };
}

async function* partsOf(messages: AsyncIterable<UploadMessage<unknown>>): AsyncGenerator<ObjectPart> {
  for await (const { part, chunk, trailer } of messages) {
    if (part === "chunk" && chunk) yield { type: "chunk", chunk };
    else if (part === "trailer" && trailer)
      yield { type: "trailer", sizeBytes: trailer.sizeBytes, sha256: trailer.sha256 };
    else throw new Fault("invalid", `a message of a put carries ${part ?? "nothing"}, not a chunk or the trailer`);
  }
}

function objectToProto({ key, sizeBytes, sha256, createdAtMs, modifiedAtMs }: ObjectRecord) {
  return { key, sizeBytes, sha256, createdAtMs, modifiedAtMs };
}
