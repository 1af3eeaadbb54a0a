import { readFileSync } from "node:fs";
import { Fault, messageOf } from "@gofer/sdk/fault";
import * as z from "zod";
import type { Installation } from "../../ports/plugin-host.js";

/** What the kernel looks at in a plugin's schema, apart from checking by it. */
const Schema = z.object({
  properties: z
    .record(z.string(), z.object({ type: z.unknown(), "x-gofer-secret": z.boolean().default(false) }).or(z.boolean()))
    .default({}),
});

export interface CompleteConfig {
  /** With the defaults of the schema, without the values of secret fields. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Values of secret fields by JSON pointer. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly violations: readonly { readonly pointer: string; readonly message: string }[];
}

/**
 * An installation's configuration as its plugin's schema sees it, and everything that the schema has against
 * it. A secret may be written as "@/path/of/a/file". Throws `invalid` for a file that cannot be read.
 */
export async function completeConfig(
  schema: Buffer,
  { config, texts = {}, secrets }: Pick<Installation, "config" | "texts" | "secrets">,
): Promise<CompleteConfig> {
  const complete: Record<string, unknown> = { ...config, ...texts };
  if (schema.length === 0) {
    const violations = Object.keys(complete).map((key) => ({
      pointer: `/${key}`,
      message: "is not known: it takes no configuration",
    }));
    return { config: {}, secrets, violations };
  }
  const json = JSON.parse(schema.toString()) as object;
  const { properties } = Schema.parse(json);
  const property = (key: string) => {
    const found = properties[key];
    return typeof found === "object" ? found : undefined;
  };
  for (const [key, text] of Object.entries(texts)) complete[key] = typed(text, property(key)?.type);
  // Secret values are checked in place and then taken out: they travel apart.
  for (const [pointer, value] of Object.entries(secrets)) complete[pointer.slice(1)] = value;
  const isSecret = (key: string) => property(key)?.["x-gofer-secret"] === true || `/${key}` in secrets;
  for (const [key, value] of Object.entries(complete)) {
    if (isSecret(key) && !(`/${key}` in secrets) && typeof value === "string" && value.startsWith("@"))
      complete[key] = readSecret(key, value.slice(1));
  }
  const validate = (await (compiler ??= loadCompiler()))(json);
  validate(complete);
  const violations = (validate.errors ?? []).map(({ instancePath, message = "is not valid", params }) => ({
    pointer: instancePath,
    message: "additionalProperty" in params ? `has an unknown key "${String(params["additionalProperty"])}"` : message,
  }));
  const entries = Object.entries(complete);
  return {
    config: Object.fromEntries(entries.filter(([key]) => !isSecret(key))),
    secrets: Object.fromEntries(
      entries.flatMap(([key, value]) => (isSecret(key) && typeof value === "string" ? [[`/${key}`, value]] : [])),
    ),
    violations,
  };
}

/** Loaded when the first plugin is configured: it takes longer than the rest of the kernel's own code. */
let compiler: ReturnType<typeof loadCompiler> | undefined;

async function loadCompiler() {
  const { Ajv2020 } = (await import("ajv/dist/2020.js")).default;
  // The one that looks at all schemas: to compile the schema of schemas takes forty times as long as to compile a plugin's.
  const checker = new Ajv2020({ strict: false });
  return (schema: object) => {
    if (checker.validateSchema(schema) !== true) throw new Error(`schema is invalid: ${checker.errorsText()}`);
    return new Ajv2020({ allErrors: true, useDefaults: true, strict: false, validateSchema: false }).compile(schema);
  };
}

/** What a text from the environment means where a type is wanted; a text that means nothing there stays, and is refused. */
function typed(text: string, type: unknown): unknown {
  if (typeof type !== "string" || type === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readSecret(key: string, path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new Fault("invalid", `${key} is to be read from ${path}: ${messageOf(error)}`);
  }
}
