import { Fault } from "@gofer/sdk/fault";
import type { ConfigSettings } from "../ports/plugin-host.js";
import { parseValue } from "./references.js";
import type { Resolver } from "./resolver.js";

/** Puts the values of global secrets in the place of references in a plugin's configuration. Never stored. */
export type ResolveConfig = (alias: string, settings: ConfigSettings) => Promise<ConfigSettings>;

/** Every text of a configuration by where it is: a JSON pointer. */
function textsOf(value: unknown, pointer = ""): readonly (readonly [pointer: string, text: string])[] {
  if (typeof value === "string") return [[pointer, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${pointer}/${name}`));
}

function withTexts(value: unknown, texts: Readonly<Record<string, string>>, pointer = ""): unknown {
  if (typeof value === "string") return texts[pointer] ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner, index) => withTexts(inner, texts, `${pointer}/${index}`));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withTexts(inner, texts, `${pointer}/${name}`)]),
  );
}

/** Keys of the global secrets that a configuration refers to. */
export function globalSecretsIn({ config, texts, secrets }: ConfigSettings): ReadonlySet<string> {
  const all = [...textsOf(config), ...textsOf(texts), ...textsOf(secrets)];
  const references = all.flatMap(([, text]) => parseValue(text));
  return new Set(
    references.flatMap((part) => (typeof part !== "string" && part.kind === "globalSecret" ? part.key : [])),
  );
}

/**
 * Throws `invalid` for a reference that configuration may not hold, `precondition` for a secret that does not exist, and
 * `unavailable` while the secrets cannot be read.
 */
export function createConfigResolver(
  resolver: () => Pick<Resolver, "resolveValues"> | undefined,
  secretStore: () => string,
): ResolveConfig {
  return async (alias, settings) => {
    const { config, texts = {}, secrets } = settings;
    const parts = { config: textsOf(config), texts: textsOf(texts), secrets: Object.entries(secrets) };
    const all = Object.entries(parts).flatMap(([part, found]) =>
      found
        .filter(([, text]) => parseValue(text).some((piece) => typeof piece !== "string"))
        .map(([pointer, text]) => [`${part} ${pointer}`, text] as const),
    );
    if (all.length === 0) return settings;
    for (const [name, text] of all) {
      const other = parseValue(text).find((piece) => typeof piece !== "string" && piece.kind !== "globalSecret");
      if (other !== undefined && typeof other !== "string")
        throw new Fault(
          "invalid",
          `the configuration of plugin "${alias}" (${name}) refers to ${other.text}: it may refer to global secrets only`,
        );
    }
    if (alias === secretStore())
      throw new Fault(
        "invalid",
        `the configuration of plugin "${alias}" refers to a global secret, and it is what keeps them: write the value itself`,
      );
    const known = resolver();
    if (!known) throw new Fault("unavailable", "the kernel is starting: global secrets cannot be read yet");
    const owner = { namespace: "", pipelineId: "", runId: undefined };
    const { values } = await known.resolveValues(owner, Object.fromEntries(all), "admin").catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      const then = error.code === "precondition" ? `, and then gofer plugin restart ${alias}` : "";
      throw new Fault(error.code, `the configuration of plugin "${alias}": ${error.message}${then}`, { cause: error });
    });
    const resolved = (part: string) =>
      Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) =>
          name.startsWith(`${part} `) ? [[name.slice(part.length + 1), value]] : [],
        ),
      );
    return {
      config: withTexts(config, resolved("config")) as ConfigSettings["config"],
      texts: withTexts(texts, resolved("texts")) as Readonly<Record<string, string>>,
      secrets: { ...secrets, ...resolved("secrets") },
    };
  };
}
