import * as z from "zod";
import { parseDuration } from "../pipeline/duration.js";

/** A zod object for parameters: all of its fields take strings. */
export interface ParameterSchema<Parameters> {
  readonly shape: Readonly<Record<string, unknown>>;
  readonly safeParse: (values: unknown) => z.ZodSafeParseResult<Parameters>;
}

/** What became of the parameters of a subscription or the settings of a common task. */
export type ParsedParameters<Parameters> =
  | { readonly parameters: Parameters; readonly violations?: undefined }
  | {
      readonly parameters?: undefined;
      /**
       * Everything that is wrong, one sentence each with the parameter and the remedy; empty when all that is
       * missing are the values of references.
       */
      readonly violations: readonly string[];
    };

/**
 * Reads what a pipeline passes to a plugin. Keys are case-insensitive. A value that still holds a reference
 * ("pipeline_secret{{key}}") cannot be judged yet and is not held against the parameter.
 */
export function parseParameters<Parameters>(
  schema: ParameterSchema<Parameters>,
  given: Readonly<Record<string, string>>,
): ParsedParameters<Parameters> {
  const known = Object.keys(schema.shape);
  const nameOf = new Map(known.map((name) => [name.toLowerCase(), name]));
  const values: Record<string, string> = {};
  const violations: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    const name = nameOf.get(key.toLowerCase());
    if (name === undefined) violations.push(unknownParameter(key, known));
    else if (name in values) violations.push(`${name}: it is given twice, in different spelling: keep one`);
    else values[name] = value;
  }
  const isReference = (name: PropertyKey | undefined) => hasReference(values[String(name)] ?? "");
  const parsed = schema.safeParse(values);
  if (parsed.success && violations.length === 0) return { parameters: parsed.data };
  for (const { path, message } of parsed.error?.issues ?? []) {
    if (!isReference(path[0]))
      violations.push(path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`);
  }
  return { violations };
}

/** A Go duration ("1m30s") in milliseconds. */
export function durationParameter({ minMs = 0 }: { minMs?: number } = {}) {
  return z.string().transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms >= minMs && Number.isFinite(ms)) return ms;
    context.addIssue(
      ms === undefined
        ? `${JSON.stringify(text)} is not a duration: write for example "90s", "5m" or "1h30m"`
        : `${JSON.stringify(text)} is shorter than ${formatDuration(minMs)}`,
    );
    return z.NEVER;
  });
}

/** A moment with its time zone (RFC 3339) in Unix milliseconds. */
export function momentParameter() {
  return z.string().transform((text, context) => {
    const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
    if (!Number.isNaN(ms)) return ms;
    context.addIssue(
      `${JSON.stringify(text)} is not a moment with a time zone: write for example "2026-03-01T08:00:00+01:00"`,
    );
    return z.NEVER;
  });
}

/** Milliseconds as a Go duration: "1h30m0s", "250ms". */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`;
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, (seconds % 60) + (ms % 1000) / 1000];
  return `${h > 0 ? `${h}h` : ""}${h + m > 0 ? `${m}m` : ""}${s}s`;
}

function hasReference(value: string): boolean {
  return /(^|[^\\])\{\{/.test(value);
}

function unknownParameter(key: string, known: readonly string[]): string {
  const closest = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  const remedy = closest ? `did you mean ${closest.name}?` : `known are ${known.join(", ") || "none"}`;
  return `${key}: there is no such parameter: ${remedy}`;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const change = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
