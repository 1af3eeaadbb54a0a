export type ReferenceKind = "pipelineSecret" | "globalSecret" | "pipelineObject" | "runObject";

/** A place in a value that something from a store takes. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly key: string;
  /** As it is written, for messages: pipeline_secret{{key}}. */
  readonly text: string;
}

const kinds: Readonly<Record<string, ReferenceKind>> = {
  pipeline_secret: "pipelineSecret",
  secret: "pipelineSecret",
  global_secret: "globalSecret",
  pipeline_object: "pipelineObject",
  run_object: "runObject",
};

const part = new RegExp(`\\\\\\{\\{|\\b(${Object.keys(kinds).join("|")})\\{\\{\\s*([^{}]*?)\\s*\\}\\}`, "g");

/** Text and references of a value, in order. `\{{` is `{{` as text, and a word that is no reference stays text. */
export function parseValue(value: string): readonly (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (const match of value.matchAll(part)) {
    const [text, word, key] = match;
    if (match.index > end) parts.push(value.slice(end, match.index));
    const kind = word === undefined ? undefined : kinds[word];
    parts.push(kind === undefined || key === undefined ? "{{" : { kind, key, text });
    end = match.index + text.length;
  }
  if (end < value.length) parts.push(value.slice(end));
  return parts;
}
