import { Fault } from "@gofer/sdk/fault";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, type Context, flag } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { toJson } from "../json.js";
import { age, table } from "../terminal.js";
import { keyAndValue, openValue, readAll, readHidden, withoutLineEnd } from "../value-source.js";

type StoredSecret = NonNullable<Awaited<ReturnType<Context["kernel"]["putGlobalSecret"]>>["secret"]>;

const putOptions = { "-f, --force": "replace the secret when it exists" };
const maxValueBytes = 1 << 20;

/** Typed without being shown where somebody is at a terminal; otherwise as for objects. */
async function readSecret(word: string | undefined, prompt: string): Promise<Buffer> {
  if (word === undefined && process.stdin.isTTY) return readHidden(prompt);
  const value = await readAll(await openValue(word), maxValueBytes);
  // A literal is what it is; only a file or a program ends a line.
  return word === undefined || (word.startsWith("@") && !word.startsWith("@@")) ? withoutLineEnd(value) : value;
}

async function reportStored(
  { terminal, format }: Context,
  response: { secret: StoredSecret | null; replaced: boolean },
): Promise<undefined> {
  if (format === "json") return void (await terminal.print(toJson(response)));
  await terminal.print(`${response.replaced ? "replaced" : "stored"} secret ${response.secret?.key ?? ""}`);
  return undefined;
}

/** The value exactly as it was put; a line end follows only where somebody reads it. */
async function printValue(
  { terminal, format }: Context,
  response: { secret: StoredSecret | null; value: Buffer },
): Promise<undefined> {
  if (format === "json") return void (await terminal.print(toJson(response)));
  await terminal.write(response.value);
  if (process.stdout.isTTY) await terminal.print("");
  return undefined;
}

async function printList(
  { terminal, format }: Context,
  pages: AsyncIterable<{ secrets: StoredSecret[] }>,
  none: string,
): Promise<undefined> {
  const secrets: StoredSecret[] = [];
  for await (const page of pages) secrets.push(...page.secrets);
  if (format === "json") for (const secret of secrets) await terminal.print(toJson(secret));
  else if (secrets.length === 0) terminal.say(none);
  else {
    const rows = secrets.map(({ key, createdAtMs, modifiedAtMs }) => [key, age(createdAtMs), age(modifiedAtMs)]);
    for (const line of table(["KEY", "CREATED", "STORED"], rows)) await terminal.print(line);
  }
  return undefined;
}

export const secretCommands: readonly CommandSpec[] = [
  {
    usage: "secret pipeline put <pipeline> <key> [value]",
    summary: "Store a secret of a pipeline: typed, @file, or standard input (@-)",
    options: putOptions,
    run: async (context, [pipelineId = "", word = "", given], options) => {
      const { key, value } = keyAndValue(word, given);
      const request = { namespace: context.namespace, pipelineId, key, force: flag(options, "force") };
      const secret = await readSecret(value, `value of secret ${key}: `);
      return reportStored(context, await context.kernel.putPipelineSecret({ ...request, value: secret }));
    },
  },
  {
    usage: "secret pipeline get <pipeline> <key>",
    summary: "Write the value of a pipeline's secret to standard output",
    run: async (context, [pipelineId = "", key = ""]) => {
      const request = { namespace: context.namespace, pipelineId, key, includeValue: true };
      return printValue(context, await context.kernel.getPipelineSecret(request));
    },
  },
  {
    usage: "secret pipeline list <pipeline>",
    summary: "List the keys of a pipeline's secrets",
    run: (context, [pipelineId = ""]) => {
      const { kernel, namespace } = context;
      return printList(
        context,
        pagesOf((page) => kernel.listPipelineSecrets({ namespace, pipelineId, ...page })),
        `no secrets: gofer secret pipeline put ${pipelineId} <key> stores one`,
      );
    },
  },
  {
    usage: "secret pipeline delete <pipeline> <key>",
    summary: "Delete a secret of a pipeline",
    options: yesOption,
    run: async (context, [pipelineId = "", key = ""], options) => {
      await confirm(context, options, `Delete secret ${key} of pipeline ${pipelineId}?`);
      await context.kernel.deletePipelineSecret({ namespace: context.namespace, pipelineId, key });
      context.terminal.say(`deleted secret ${key}`);
      return undefined;
    },
  },
  {
    usage: "secret global put <key> [value]",
    summary: "Store a secret of the server: typed, @file, or standard input (@-)",
    options: putOptions,
    run: async (context, [word = "", given], options) => {
      const { key, value } = keyAndValue(word, given);
      const secret = await readSecret(value, `value of secret ${key}: `);
      const request = { key, value: secret, force: flag(options, "force") };
      const response = await context.kernel.putGlobalSecret(request);
      const code = await reportStored(context, response);
      for (const alias of response.users)
        context.terminal.say(
          `plugin ${alias} is configured with it, and gets this value by gofer plugin restart ${alias}`,
        );
      return code;
    },
  },
  {
    usage: "secret global get <key>",
    summary: "Write the value of a secret of the server to standard output",
    run: async (context, [key = ""]) =>
      printValue(context, await context.kernel.getGlobalSecret({ key, includeValue: true })),
  },
  {
    usage: "secret global list",
    summary: "List the keys of the server's secrets",
    run: (context) =>
      printList(
        context,
        pagesOf(context.kernel.listGlobalSecrets),
        "no secrets: gofer secret global put <key> stores one",
      ),
  },
  {
    usage: "secret global delete <key>",
    summary: "Delete a secret of the server",
    options: yesOption,
    run: async (context, [key = ""], options) => {
      await confirm(context, options, `Delete global secret ${key}?`);
      await context.kernel.deleteGlobalSecret({ key });
      context.terminal.say(`deleted secret ${key}`);
      return undefined;
    },
  },
  {
    usage: "secret rekey [key]",
    summary: "Change the encryption key of the secret store: a random one, @file, or standard input (@-)",
    run: async (context, [word]) => {
      if (word !== undefined && !word.startsWith("@"))
        throw new Fault("invalid", "a key on the command line is seen by others: give @file, or @- for standard input");
      const given = word === undefined ? Buffer.alloc(0) : await readAll(await openValue(word), maxValueBytes);
      const newKey = Buffer.from(given.toString().replace(/\r?\n$/, ""));
      const response = await context.kernel.rekeySecrets({ newKey }, { timeoutMs: 60_000 });
      if (context.format === "json") return void (await context.terminal.print(toJson(response)));
      await context.terminal.print(`secret store ${response.store} uses the new key`);
      if (!response.keyKeptByServer)
        context.terminal.say(
          "put the new key into the server's configuration now: without it the next start cannot read the secrets",
        );
      return undefined;
    },
  },
];
