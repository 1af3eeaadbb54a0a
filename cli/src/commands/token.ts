import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import { parseDuration } from "@gofer/sdk/pipeline";
import { pagesOf } from "@gofer/sdk/whole";
import { type CommandSpec, type Context, list, text } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { dataDirectory } from "../connect.js";
import { environment } from "../environment.js";
import { toJson } from "../json.js";
import { table } from "../terminal.js";
import { parseVariables } from "../values.js";

type Token = NonNullable<Awaited<ReturnType<KernelClient["getToken"]>>["token"]>;

const kindOf = ({ kind }: Token) => kind.replace("TOKEN_KIND_", "").toLowerCase();
const stateOf = ({ disabled, expiresAtMs }: Token) =>
  disabled ? "disabled" : expiresAtMs > 0 && expiresAtMs <= Date.now() ? "expired" : "enabled";
const expiryOf = ({ expiresAtMs }: Token) => (expiresAtMs === 0 ? "never" : new Date(expiresAtMs).toISOString());
const notesOf = ({ metadata }: Token) =>
  Object.entries(metadata)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

async function show({ terminal, format }: Context, token: Token | null): Promise<void> {
  if (format === "json") return terminal.print(toJson(token));
  if (!token) return;
  const rows = [
    ["id", token.id],
    ["kind", kindOf(token)],
    ["namespaces", token.namespaces.join(", ") || (kindOf(token) === "management" ? "all" : "none")],
    ["state", stateOf(token)],
    ["created", terminal.age(token.createdAtMs)],
    ["expires", expiryOf(token)],
    ["notes", notesOf(token) || "-"],
  ];
  for (const [name = "", value = ""] of rows) await terminal.print(`${name.padEnd(10)} ${value}`);
}

/** The text is data and goes to standard output alone, so that it can be put into a variable or a file. */
async function showText({ terminal, format }: Context, made: { token: Token | null; text: string }): Promise<void> {
  if (format === "json") return terminal.print(toJson(made));
  await terminal.print(made.text);
  terminal.say(
    terminal.colors.dim(
      `token ${made.token?.id ?? ""}: this is the only time that it is shown; use it with --token or GOFER_CLI_TOKEN`,
    ),
  );
}

const mostMs = 100 * 365 * 24 * 3600_000;

/** Milliseconds; 0 for never. Days are allowed here, as in "90d". */
function lifetimeFrom(expiry: string): number {
  if (expiry === "never") return 0;
  const days = /^(\d+)d$/.exec(expiry)?.[1];
  const ms = days === undefined ? parseDuration(expiry) : Number(days) * 24 * 3600_000;
  if (ms !== undefined && ms > mostMs)
    throw new Fault("invalid", `expiry ${expiry} is more than 100 years: never is one, too`);
  if (ms === undefined || ms <= 0)
    throw new Fault("invalid", `expiry ${JSON.stringify(expiry)} is not a time such as 24h or 90d, or never`);
  return ms;
}

/** What shows that we may read the kernel's files. */
function bootstrapProof(given: string | undefined): string {
  if (given !== undefined) {
    const { proof = "" } = parseVariables([`proof=${given}`]);
    return proof.trim();
  }
  const path = join(dataDirectory(environment), "bootstrap-proof");
  try {
    // A kernel that had its bootstrap has no such file; it says so itself.
    return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  } catch {
    throw new Fault(
      "denied",
      `${path} cannot be read: run this as the kernel's user, or give the file's content with --proof @file`,
    );
  }
}

export const tokenCommands: readonly CommandSpec[] = [
  {
    usage: "service token bootstrap",
    summary: "Make the first management token; works once, for those who can read the kernel's files",
    options: { "--proof <text>": "content of bootstrap-proof in the kernel's data directory; @file reads it" },
    run: async (context, _parameters, options) => {
      await showText(context, await context.kernel.bootstrapToken({ proof: bootstrapProof(text(options, "proof")) }));
      return undefined;
    },
  },
  {
    usage: "service token create <kind>",
    summary: "Make a token: management, or client for some namespaces",
    options: {
      "-n, --namespaces <id...>": "namespaces of a client token; default unless told",
      "-e, --expiry <time>": "how long it works, such as 24h, 90d or never; 30d unless told",
      "-m, --metadata <name=value...>": "notes",
    },
    run: async (context, [kind = ""], options) => {
      if (kind !== "management" && kind !== "client")
        throw new Fault("invalid", `kind ${JSON.stringify(kind)} is neither management nor client`);
      const namespaces = list(options, "namespaces").flatMap((ids) => ids.split(","));
      const made = await context.kernel.createToken({
        kind: kind === "management" ? "TOKEN_KIND_MANAGEMENT" : "TOKEN_KIND_CLIENT",
        namespaces: kind === "client" && namespaces.length === 0 ? [context.namespace || "default"] : namespaces,
        metadata: parseVariables(list(options, "metadata"), "note"),
        lifetimeMs: lifetimeFrom(text(options, "expiry") ?? "30d"),
      });
      await showText(context, made);
      return undefined;
    },
  },
  {
    usage: "service token list",
    summary: "List tokens, without their texts",
    options: { "--for <namespace>": "only tokens for this namespace" },
    run: async ({ kernel, terminal, format }, _parameters, options) => {
      const rows: string[][] = [];
      const namespace = text(options, "for") ?? "";
      for await (const { tokens } of pagesOf((page) => kernel.listTokens({ namespace, ...page }))) {
        for (const token of tokens) {
          if (format === "json") await terminal.print(toJson(token));
          const { id, namespaces, createdAtMs } = token;
          rows.push([
            id,
            kindOf(token),
            namespaces.join(",") || "-",
            stateOf(token),
            terminal.age(createdAtMs),
            expiryOf(token),
            notesOf(token),
          ]);
        }
      }
      if (format === "json") return undefined;
      if (rows.length === 0) terminal.say("no tokens: gofer service token bootstrap makes the first one");
      else
        for (const line of table(["ID", "KIND", "NAMESPACES", "STATE", "CREATED", "EXPIRES", "NOTES"], rows))
          await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "service token get <id>",
    summary: "Show a token, without its text",
    run: async (context, [id = ""]) => {
      await show(context, (await context.kernel.getToken({ id })).token);
      return undefined;
    },
  },
  {
    usage: "service token enable <id>",
    summary: "Let a disabled token work again",
    run: async (context, [id = ""]) => {
      await show(context, (await context.kernel.enableToken({ id })).token);
      return undefined;
    },
  },
  {
    usage: "service token disable <id>",
    summary: "Stop a token, and what it is doing, until it is enabled again",
    run: async (context, [id = ""]) => {
      await show(context, (await context.kernel.disableToken({ id })).token);
      return undefined;
    },
  },
  {
    usage: "service token delete <id>",
    summary: "Remove a token for ever",
    options: yesOption,
    run: async (context, [id = ""], options) => {
      await confirm(context, options, `Delete token ${id}? What uses it stops to work.`);
      await context.kernel.deleteToken({ id });
      context.terminal.say(`deleted token ${id}`);
      return undefined;
    },
  },
  {
    usage: "service token whoami",
    summary: "Show who the kernel takes you for",
    run: async ({ kernel, terminal, format }) => {
      const response = await kernel.whoAmI({});
      if (format === "json") return void (await terminal.print(toJson(response)));
      const { name, kind, namespaces, token } = response;
      await terminal.print(`${"caller".padEnd(10)} ${name}`);
      await terminal.print(`${"kind".padEnd(10)} ${kind.replace("KIND_", "").toLowerCase()}`);
      const sees = namespaces.join(", ") || (kind === "KIND_CLIENT" ? "none" : "all");
      await terminal.print(`${"namespaces".padEnd(10)} ${sees}`);
      if (token) await terminal.print(`${"expires".padEnd(10)} ${expiryOf(token)}`);
      return undefined;
    },
  },
];
