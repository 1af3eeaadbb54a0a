import {
  decodePipelineConfig,
  encodePipelineConfig,
  type FieldDescriptor,
  type PipelineConfig,
  type PipelineConfigInput,
  shapeOf,
} from "@gofer/proto";
import { Fault } from "@gofer/sdk/fault";
import { suggestion } from "@gofer/sdk/suggestion";

/**
 * A pipeline in protobuf's JSON: fields in camelCase or as the .proto file has them, 64-bit numbers as numbers
 * or strings, enumerations by name or number, what is left out has its default. Throws `invalid` with
 * every field that is not known or of another type, one a line.
 */
export function pipelineFromJson(text: string, source: string): PipelineConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Fault("invalid", `${source} is not JSON: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
  const problems: string[] = [];
  const config = readMessage("gofer.kernel.v1.PipelineConfig", json, "", problems);
  if (problems.length > 0) throw new Fault("invalid", `${source} is not a pipeline:\n${problems.join("\n")}`);
  // There and back fills in what was left out.
  return decodePipelineConfig(encodePipelineConfig(config as PipelineConfigInput));
}

type Problems = string[];
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const shown = (value: unknown) => {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
const camelCase = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function readMessage(type: string, value: unknown, path: string, problems: Problems): Fields | undefined {
  const { fields = {}, oneofs = {} } = shapeOf(type) ?? {};
  if (!isObject(value)) {
    problems.push(`${path || "the pipeline"}: ${shown(value)} is not an object`);
    return undefined;
  }
  const read = new Map<string, unknown>();
  for (const [written, inner] of Object.entries(value)) {
    const name = camelCase(written);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const at = path === "" ? written : `${path}.${written}`;
    // What the API prints says beside them which of several fields is there.
    if (typeof inner === "string" && Object.hasOwn(oneofs, written) && oneofs[written]?.includes(inner)) continue;
    if (!field)
      problems.push(
        `${at}: there is no such field${suggestion(name, Object.keys(fields)) || `; known are ${Object.keys(fields).join(", ")}`}`,
      );
    else if (read.has(name)) problems.push(`${at}: ${name} is there twice`);
    // As in all JSON of protobuf, null is a field that is not there.
    else if (inner !== null) read.set(name, readField(field, inner, at, problems));
  }
  for (const members of Object.values(oneofs)) {
    const given = members.filter((name) => read.has(name));
    if (given.length > 1) problems.push(`${path}: only one of ${given.join(" and ")} can be there`);
  }
  return Object.fromEntries(read);
}

function readField(
  { type, repeated, key }: FieldDescriptor,
  value: unknown,
  path: string,
  problems: Problems,
): unknown {
  if (repeated) {
    if (Array.isArray(value)) return value.map((item, index) => readValue(type, item, `${path}[${index}]`, problems));
    problems.push(`${path}: ${shown(value)} is not a list`);
    return undefined;
  }
  if (key === undefined) return readValue(type, value, path, problems);
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, readValue(type, item, `${path}.${name}`, problems)]),
    );
  problems.push(`${path}: ${shown(value)} is not an object of names and values`);
  return undefined;
}

function readValue(type: string, value: unknown, path: string, problems: Problems): unknown {
  const shape = shapeOf(type);
  if (shape?.values) return readEnum(shape.values, value, path, problems);
  if (shape) return readMessage(type, value, path, problems);
  const scalar = scalars[type];
  if (!scalar) throw new Fault("internal", `${path}: a field of type ${type} cannot be read from JSON`);
  if (!scalar.accepts(value)) problems.push(`${path}: ${shown(value)} is not ${scalar.what}`);
  return value;
}

interface Scalar {
  readonly what: string;
  readonly accepts: (value: unknown) => boolean;
}

const isWhole = (value: unknown, most: number) =>
  (typeof value === "number" || (typeof value === "string" && /^-?\d{1,16}$/.test(value))) &&
  Number.isInteger(Number(value)) &&
  Math.abs(Number(value)) <= most;

const scalars: Readonly<Record<string, Scalar>> = {
  string: { what: "a text", accepts: (value) => typeof value === "string" },
  bool: { what: "true or false", accepts: (value) => typeof value === "boolean" },
  double: { what: "a number", accepts: (value) => typeof value === "number" },
  int32: { what: "a whole number", accepts: (value) => isWhole(value, 2 ** 31 - 1) },
  int64: { what: "a whole number", accepts: (value) => isWhole(value, Number.MAX_SAFE_INTEGER) },
};

function readEnum(values: Readonly<Record<string, number>>, value: unknown, path: string, problems: Problems): unknown {
  const names = Object.keys(values);
  const isKnown =
    typeof value === "string" ? Object.hasOwn(values, value) : Object.values(values).some((known) => known === value);
  if (!isKnown) {
    const short = names.find((name) => typeof value === "string" && name.endsWith(`_${value.toUpperCase()}`));
    const remedy = short ? ` (did you mean "${short}"?)` : suggestion(String(value), names);
    problems.push(`${path}: ${shown(value)} is not one of ${names.join(", ")}${remedy}`);
  }
  return value;
}
