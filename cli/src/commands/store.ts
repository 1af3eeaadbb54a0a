import { createHash, randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { Fault } from "@gofer/sdk/fault";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, type Context, flag, type Options, text } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { toJson } from "../json.js";
import { findRun } from "../run-ref.js";
import { age, counted, table } from "../terminal.js";
import { keyAndValue, openValue, pieces } from "../value-source.js";

type Upload =
  Parameters<Context["kernel"]["putPipelineObject"]>[0] extends AsyncIterable<infer Message> ? Message : never;
type Download = ReturnType<Context["kernel"]["getPipelineObject"]>;
type StoredObject = NonNullable<Awaited<ReturnType<Context["kernel"]["putPipelineObject"]>>["object"]>;

const putOptions = { "-f, --force": "replace the object when it exists" };
const getOptions = {
  "-o, --output <file>": "write to this file instead of standard output",
  "-s, --stringify": "print as text with a line end",
};

/** The messages of an upload: what the header is, the bytes, and at the end their size and digest. */
async function* upload<Header>(
  header: Header,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<{ part: "header"; header: Header } | Pick<Upload, "chunk" | "trailer" | "part">> {
  yield { part: "header", header };
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of pieces(source)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    yield { part: "chunk", chunk };
  }
  yield { part: "trailer", trailer: { sizeBytes, sha256: hash.digest() } };
}

/** Writes what arrives and checks it against the digest. A file appears whole or not at all. */
async function save(download: Download, { terminal, format }: Context, options: Options): Promise<undefined> {
  const path = text(options, "output");
  const temporary = path === undefined ? undefined : `${path}.${randomBytes(4).toString("hex")}.part`;
  const file = temporary === undefined ? undefined : await open(temporary, "wx", 0o600);
  const decoder = flag(options, "stringify") ? new TextDecoder() : undefined;
  const write = async (chunk: Buffer) => {
    if (file) await file.writeFile(chunk);
    else await terminal.write(decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk);
  };
  const hash = createHash("sha256");
  let facts: StoredObject | null | undefined;
  let lastByte: number | undefined;
  try {
    for await (const { object, chunk } of download) {
      if (object) facts = object;
      if (!chunk) continue;
      hash.update(chunk);
      lastByte = chunk.at(-1) ?? lastByte;
      await write(chunk);
    }
    // A line end follows only where somebody reads it, as with secrets.
    if (!file && !decoder && process.stdout.isTTY && lastByte !== 10) await terminal.print("");
    if (!facts || !hash.digest().equals(facts.sha256))
      throw new Fault("dataLoss", "what arrived is not what was stored: its digest differs. Get it again");
    await file?.sync();
  } catch (error) {
    await file?.close();
    if (temporary !== undefined) await rm(temporary, { force: true });
    throw error;
  }
  if (decoder) await terminal.print(decoder.decode());
  if (!file || temporary === undefined || path === undefined) return undefined;
  await file.close();
  await rename(temporary, path);
  if (format === "json") await terminal.print(toJson(facts));
  else terminal.say(`wrote ${counted(facts.sizeBytes, "byte")} to ${path}`);
  return undefined;
}

async function reportStored(
  { terminal, format }: Context,
  response: { object: StoredObject | null; replaced: boolean; evictedKeys?: readonly string[] },
): Promise<undefined> {
  if (format === "json") return void (await terminal.print(toJson(response)));
  const { key = "", sizeBytes = 0 } = response.object ?? {};
  await terminal.print(`${response.replaced ? "replaced" : "stored"} object ${key}, ${counted(sizeBytes, "byte")}`);
  for (const evicted of response.evictedKeys ?? [])
    terminal.say(`removed object ${evicted}: the pipeline has reached its limit of objects, and it was the oldest`);
  return undefined;
}

async function printList(
  { terminal, format }: Context,
  objects: readonly StoredObject[],
  none: string,
): Promise<undefined> {
  if (format === "json") {
    for (const object of objects) await terminal.print(toJson(object));
    return undefined;
  }
  if (objects.length === 0) terminal.say(none);
  else {
    const rows = objects.map(({ key, sizeBytes, modifiedAtMs }) => [key, String(sizeBytes), age(modifiedAtMs)]);
    for (const line of table(["KEY", "BYTES", "STORED"], rows)) await terminal.print(line);
  }
  return undefined;
}

export const storeCommands: readonly CommandSpec[] = [
  {
    usage: "pipeline store put <pipeline> <key> [value]",
    summary: "Store an object of a pipeline: a value, @file, or standard input (@-)",
    options: putOptions,
    run: async (context, [pipelineId = "", word = "", given], options) => {
      const { key, value } = keyAndValue(word, given);
      const header = { namespace: context.namespace, pipelineId, key, force: flag(options, "force") };
      const messages = upload(header, await openValue(value));
      return reportStored(context, await context.kernel.putPipelineObject(messages, { signal: context.signal }));
    },
  },
  {
    usage: "pipeline store get <pipeline> <key>",
    summary: "Write an object of a pipeline to standard output or a file",
    options: getOptions,
    run: (context, [pipelineId = "", key = ""], options) => {
      const { kernel, namespace, signal } = context;
      return save(kernel.getPipelineObject({ namespace, pipelineId, key }, { signal }), context, options);
    },
  },
  {
    usage: "pipeline store list <pipeline>",
    summary: "List the objects of a pipeline",
    run: async (context, [pipelineId = ""]) => {
      const { kernel, namespace } = context;
      const objects: StoredObject[] = [];
      for await (const list of pagesOf((page) => kernel.listPipelineObjects({ namespace, pipelineId, ...page })))
        objects.push(...list.objects);
      return printList(context, objects, `no objects: gofer pipeline store put ${pipelineId} <key> <value> stores one`);
    },
  },
  {
    usage: "pipeline store delete <pipeline> <key>",
    summary: "Delete an object of a pipeline",
    options: yesOption,
    run: async (context, [pipelineId = "", key = ""], options) => {
      await confirm(context, options, `Delete object ${key} of pipeline ${pipelineId}?`);
      await context.kernel.deletePipelineObject({ namespace: context.namespace, pipelineId, key });
      context.terminal.say(`deleted object ${key}`);
      return undefined;
    },
  },
  {
    usage: "run store put <pipeline> <run> <key> [value]",
    summary: "Store an object of a run: a value, @file, or standard input (@-)",
    options: putOptions,
    run: async (context, [pipelineId, run, word = "", given], options) => {
      const { key, value } = keyAndValue(word, given);
      const header = { ...(await findRun(context, pipelineId, run)), key, force: flag(options, "force") };
      const messages = upload(header, await openValue(value));
      return reportStored(context, await context.kernel.putRunObject(messages, { signal: context.signal }));
    },
  },
  {
    usage: "run store get <pipeline> <run> <key>",
    summary: "Write an object of a run to standard output or a file",
    options: getOptions,
    run: async (context, [pipelineId, run, key = ""], options) => {
      const ref = await findRun(context, pipelineId, run);
      return save(context.kernel.getRunObject({ ...ref, key }, { signal: context.signal }), context, options);
    },
  },
  {
    usage: "run store list <pipeline> <run>",
    summary: "List the objects of a run",
    run: async (context, [pipelineId, run]) => {
      const ref = await findRun(context, pipelineId, run);
      const objects: StoredObject[] = [];
      let none = "no objects";
      for await (const page of pagesOf((page) => context.kernel.listRunObjects({ ...ref, ...page }))) {
        objects.push(...page.objects);
        if (page.expired) none = `the objects of run ${ref.runId} have expired`;
      }
      return printList(context, objects, none);
    },
  },
  {
    usage: "run store delete <pipeline> <run> <key>",
    summary: "Delete an object of a run",
    options: yesOption,
    run: async (context, [pipelineId, run, key = ""], options) => {
      const ref = await findRun(context, pipelineId, run);
      await confirm(context, options, `Delete object ${key} of run ${ref.runId}?`);
      await context.kernel.deleteRunObject({ ...ref, key });
      context.terminal.say(`deleted object ${key}`);
      return undefined;
    },
  },
];
