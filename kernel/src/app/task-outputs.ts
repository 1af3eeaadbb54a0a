import { createHash } from "node:crypto";
import { Fault } from "@gofer/sdk/fault";
import { storeKeyPattern, storeKeyRule } from "../domain/store-key.js";
import type { Ledger } from "../ports/ledger.js";
import type { ObjectPart, ObjectStore } from "./object-store.js";
import { kernelInitiator } from "./run-events.js";
import { parseContainerKey } from "./task-spec.js";

/**
 * Keeps what a common task hands on as objects of its run, named "<task>/<output>": tasks after it get a value with
 * run_object{{task/output}}. What is there is replaced: a repeated attempt hands on its own.
 */
export function createTaskOutputs({ ledger, objects }: { readonly ledger: Ledger; readonly objects: ObjectStore }) {
  return async (key: string, outputs: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> => {
    const parsed = parseContainerKey(key);
    const found = parsed && ledger.findTaskRun(parsed);
    if (!parsed || !found) return;
    const run = ledger.getRunByKey(parsed.runKey);
    const named = Object.entries(outputs).map(([name, value]) => [`${found.taskRun.taskId}/${name}`, value] as const);
    const wrong = named.find(([name]) => !storeKeyPattern.test(name));
    if (wrong) throw new Fault("invalid", `output ${JSON.stringify(wrong[0].slice(0, 64))} is not ${storeKeyRule}`);
    for (const [name, value] of named) {
      const options = { replace: true, by: kernelInitiator, signal };
      await objects.put(run, name, partsOf(Buffer.from(value)), options);
    }
  };
}

async function* partsOf(bytes: Buffer): AsyncGenerator<ObjectPart> {
  if (bytes.length > 0) yield { type: "chunk", chunk: bytes };
  yield { type: "trailer", sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest() };
}
