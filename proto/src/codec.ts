import minimal from "protobufjs/minimal.js";
import { descriptor } from "../gen/descriptor.js";
import type { FieldDescriptor } from "./descriptor.js";
import { enumValues, long, scalars, varint } from "./values.js";

const { Reader, Writer } = minimal;

/** Puts one kind of message into bytes and back. Fields that are not there are read as their defaults. */
export interface MessageCodec {
  readonly encode: (message: unknown) => Buffer;
  /** As it goes over the wire of gRPC: behind a byte that says that it is not compressed, and its length. */
  readonly encodeFrame: (message: unknown) => Buffer;
  /** Throws when the bytes are not such a message. */
  readonly decode: (bytes: Uint8Array) => unknown;
}

interface Codec {
  write: (writer: minimal.Writer, message: object) => void;
  read: (reader: minimal.Reader, end: number, depth: number) => unknown;
}

/** Of a frame: the message follows. */
export const framePrefixBytes = 5;

/** The codec of a message, made when it is used first: a process uses few of the messages there are. */
export function codecOf(name: string): MessageCodec {
  const codec = lazyCodec(name);
  return {
    encode: (message) => {
      const writer = Writer.create();
      codec.write(writer, must(message, name));
      return writer.finish() as Buffer;
    },
    encodeFrame: (message) => {
      const writer = Writer.create();
      // Each of them one byte: room for what is known afterwards.
      for (let prefix = 0; prefix < framePrefixBytes; prefix++) writer.uint32(0);
      codec.write(writer, must(message, name));
      const frame = writer.finish() as Buffer;
      frame.writeUInt32BE(frame.length - framePrefixBytes, 1);
      return frame;
    },
    decode: (bytes) => {
      const reader = Reader.create(bytes);
      return codec.read(reader, reader.len, 0);
    },
  };
}

const codecs = new Map<string, Codec>();

function lazyCodec(name: string): Codec {
  const known = codecs.get(name);
  if (known) return known;
  const codec: Codec = {
    write: (writer, message) => {
      Object.assign(codec, compile(name));
      codec.write(writer, message);
    },
    read: (reader, end, depth) => {
      Object.assign(codec, compile(name));
      return codec.read(reader, end, depth);
    },
  };
  codecs.set(name, codec);
  return codec;
}

function must(message: unknown, name: string): object {
  if (typeof message === "object" && message !== null && !Array.isArray(message)) return message;
  throw new TypeError(`${name}: object expected`);
}

function mustList(value: unknown, name: string): void {
  if (!Array.isArray(value)) throw new TypeError(`${name}: array expected`);
}

/** Sets the end of what is read next, and returns the end that holds after it. */
function enter(reader: minimal.Reader, end: number, depth: number): number {
  if (depth > Reader.recursionLimit) throw new RangeError("a message is nested too deeply");
  if (end > reader.len) throw new RangeError("a message ends too early");
  const outer = reader.len;
  reader.len = end;
  return outer;
}

function leave(reader: minimal.Reader, end: number, outer: number): void {
  if (reader.pos !== end) throw new RangeError("a message ends too early");
  reader.len = outer;
}

/** A key like "__proto__" is but a key. */
function put(map: object, key: string | number, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

/** What generated code may use. */
const tools = { must, mustList, enter, leave, put, long, varint, noBytes: Buffer.alloc(0) };

/**
 * Code for one kind of message. To read and write by a table of fields instead costs twice to five times as much, and
 * most of what a kernel does is to read and write messages.
 */
function compile(name: string): Codec {
  const fields = descriptor.messages[name];
  if (!fields) throw new TypeError(`there is no message ${name}`);
  const scope: Record<string, unknown> = { ...tools };
  const described = fields.map((field) => ({
    ...field,
    value: valueOf(field.type, scope),
    path: `${name}.${field.name}`,
  }));
  const source = `return {
write(w, m) {
let v;
${described.map(writing).join("\n")}
},
read(r, end, depth) {
const outer = enter(r, end, depth);
const m = {${described
    .filter(({ oneof }) => oneof === undefined)
    .map(initial)
    .join(", ")}};
while (r.pos < end) {
const tag = r.uint32();
switch (tag >>> 3) {
${described.map(reading).join("\n")}
default: r.skipType(tag & 7, depth);
}
}
leave(r, end, outer);
return m;
}
}`;
  // The source is made of the contracts alone, and of nothing that comes over a wire.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...Object.keys(scope), source) as (...values: unknown[]) => Codec;
  return make(...Object.values(scope));
}

interface Value {
  /** Expression that reads one. */
  readonly read: string;
  /** Goes on after the tag, and writes `v`. */
  readonly write: string;
  readonly wireType: number;
  readonly initial: string;
  /** Undefined for what is always sent when it is there. */
  readonly isSet: string | undefined;
  /** Expression for the value of an entry of a map that was sent without one. */
  readonly missing: string;
}

type DescribedField = FieldDescriptor & { readonly value: Value; readonly path: string };

const delimited = 2;

function valueOf(type: string, scope: Record<string, unknown>): Value {
  const scalar = scalars[type];
  if (scalar) return { ...scalar, missing: scalar.initial };
  const id = `_${type.replaceAll(".", "_")}`;
  const numbers = descriptor.enums[type];
  if (numbers) {
    const values = enumValues(numbers);
    scope[id] = values;
    const initial = JSON.stringify(values.nameOf(0));
    return {
      read: `${id}.nameOf(r.int32())`,
      write: `.int32(${id}.numberOf(v))`,
      wireType: 0,
      initial,
      isSet: `${id}.numberOf(v) !== 0`,
      missing: initial,
    };
  }
  scope[id] = lazyCodec(type);
  return {
    read: `${id}.read(r, r.uint32() + r.pos, depth + 1)`,
    write: `.fork(); ${id}.write(w, must(v, "${type}")); w.ldelim()`,
    wireType: delimited,
    initial: "null",
    isSet: undefined,
    missing: `${id}.read(r, r.pos, depth + 1)`,
  };
}

function initial({ name, value, repeated, key }: DescribedField): string {
  return `${name}: ${repeated ? "[]" : key === undefined ? value.initial : "{}"}`;
}

function writing({ name, id, value, repeated, key, oneof, path }: DescribedField): string {
  const tag = (wireType: number) => `w.uint32(${(id << 3) | wireType})`;
  const there = `v = m.${name}; if (v !== undefined && v !== null`;
  if (key !== undefined) {
    const keys = scalars[key];
    if (!keys) throw new TypeError(`${path} has keys of an unknown type ${key}`);
    return `${there}) {
must(v, "${path}");
const map = v;
for (const key of Object.keys(map)) {
${tag(delimited)}.fork();
v = key; w.uint32(${(1 << 3) | keys.wireType})${keys.write};
v = map[key]; w.uint32(${(2 << 3) | value.wireType})${value.write};
w.ldelim();
}
}`;
  }
  if (!repeated) {
    const condition = oneof !== undefined || value.isSet === undefined ? "" : ` && ${value.isSet}`;
    return `${there}${condition}) { ${tag(value.wireType)}${value.write}; }`;
  }
  const packed = value.wireType !== delimited;
  const items = packed
    ? `${tag(delimited)}.fork(); for (v of list) w${value.write}; w.ldelim();`
    : `for (v of list) { ${tag(value.wireType)}${value.write}; }`;
  return `${there}) { mustList(v, "${path}"); const list = v; if (list.length > 0) { ${items} } }`;
}

function reading({ name, id, value, repeated, key, oneof }: DescribedField): string {
  if (key !== undefined) {
    return `case ${id}: {
const last = r.uint32() + r.pos, around = enter(r, last, depth);
let k = ${scalars[key]?.initial}, item;
while (r.pos < last) {
const part = r.uint32();
if (part >>> 3 === 1) k = ${scalars[key]?.read};
else if (part >>> 3 === 2) item = ${value.read};
else r.skipType(part & 7, depth);
}
if (item === undefined) item = ${value.missing};
leave(r, last, around);
if (k === "__proto__") put(m.${name}, k, item); else m.${name}[k] = item;
break;
}`;
  }
  if (!repeated)
    return `case ${id}: m.${name} = ${value.read};${oneof === undefined ? "" : ` m.${oneof} = "${name}";`} break;`;
  const push = `m.${name}.push(${value.read});`;
  if (value.wireType === delimited) return `case ${id}: ${push} break;`;
  return `case ${id}: if ((tag & 7) === 2) {
const last = r.uint32() + r.pos, around = enter(r, last, depth);
while (r.pos < last) ${push}
leave(r, last, around);
} else ${push}
break;`;
}
