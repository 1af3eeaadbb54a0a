import type { KernelClient } from "@gofer/sdk";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, type Context, flag, text } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { toJson } from "../json.js";
import { age, counted, table } from "../terminal.js";

type Namespace = NonNullable<Awaited<ReturnType<KernelClient["getNamespace"]>>["namespace"]>;

/** Runs are cancelled and waited for, which takes as long as their tasks take to stop. */
export const removalTimeoutMs = 10 * 60_000;

async function show({ terminal, format }: Context, namespace: Namespace | null): Promise<void> {
  if (format === "json") return terminal.print(toJson(namespace));
  if (!namespace) return;
  const { id, name, description, createdAtMs, modifiedAtMs } = namespace;
  const rows = [
    ["id", id],
    ["name", name],
    ["description", description || "-"],
    ["created", age(createdAtMs)],
    ["changed", age(modifiedAtMs)],
  ];
  for (const [label = "", value = ""] of rows) await terminal.print(`${label.padEnd(11)} ${value}`);
}

export const namespaceCommands: readonly CommandSpec[] = [
  {
    usage: "namespace create <id> [name]",
    summary: "Make a namespace",
    options: { "--description <text>": "what it is for" },
    run: async (context, [id = "", name = ""], options) => {
      const { namespace } = await context.kernel.createNamespace({
        id,
        name,
        description: text(options, "description") ?? "",
      });
      await show(context, namespace);
      return undefined;
    },
  },
  {
    usage: "namespace list",
    summary: "List the namespaces that you may see",
    run: async ({ kernel, terminal, format }) => {
      const rows: string[][] = [];
      for await (const page of pagesOf(kernel.listNamespaces)) {
        for (const namespace of page.namespaces) {
          if (format === "json") await terminal.print(toJson(namespace));
          rows.push([namespace.id, namespace.name, age(namespace.createdAtMs), namespace.description]);
        }
      }
      if (format === "json") return undefined;
      if (rows.length === 0) terminal.say("no namespaces: this token is for none");
      else for (const line of table(["ID", "NAME", "CREATED", "DESCRIPTION"], rows)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "namespace get <id>",
    summary: "Show a namespace",
    run: async (context, [id = ""]) => {
      await show(context, (await context.kernel.getNamespace({ id })).namespace);
      return undefined;
    },
  },
  {
    usage: "namespace update <id>",
    summary: "Change the name or description of a namespace",
    options: { "--name <text>": "new name", "--description <text>": "new description" },
    run: async (context, [id = ""], options) => {
      const name = text(options, "name");
      const description = text(options, "description");
      const { namespace } = await context.kernel.updateNamespace({
        id,
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
      });
      await show(context, namespace);
      return undefined;
    },
  },
  {
    usage: "namespace delete <id>",
    summary: "Delete a namespace with its pipelines, runs, logs, objects and secrets",
    options: { ...yesOption, "--force": "cancel runs that are not complete, and wait for their end" },
    run: async (context, [id = ""], options) => {
      const { kernel, terminal, format, signal } = context;
      await confirm(context, options, `Delete namespace ${id} with everything in it?`);
      const response = await kernel.deleteNamespace(
        { id, force: flag(options, "force") },
        { signal, timeoutMs: removalTimeoutMs },
      );
      if (format === "json") return void (await terminal.print(toJson(response)));
      await terminal.print(
        `deleted namespace ${id}: ${counted(response.pipelines, "pipeline")}, ${counted(response.runs, "run")}`,
      );
      return undefined;
    },
  },
];
