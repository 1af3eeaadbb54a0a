import { deepStrictEqual } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { descriptor } from "../gen/descriptor.js";
import { codecOf } from "./codec.js";
import type { FieldDescriptor } from "./descriptor.js";

const root = join(import.meta.dirname, "..");
const protos = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".proto") && !file.startsWith("node_modules"),
);
/** The flags of the generated types: scripts/generate.mjs. */
const options = { longs: Number, enums: String, defaults: true, oneofs: true } as const;
const loaded = loadSync(protos, { ...options, includeDirs: [root] });

function loadedMessage(name: string): MessageTypeDefinition<object, object> {
  const found = loaded[name];
  if (found && "serialize" in found) return found as MessageTypeDefinition<object, object>;
  throw new Error(`proto-loader knows no message ${name}`);
}

function scalarOf(type: string): fc.Arbitrary<unknown> {
  const numbers = descriptor.enums[type];
  // A number that has no name comes from a newer version of a contract.
  if (numbers) return fc.oneof(fc.constantFrom(...Object.keys(numbers), ...Object.values(numbers)), fc.constant(4711));
  switch (type) {
    case "bool":
      return fc.boolean();
    case "string":
      return fc.string({ unit: "grapheme" });
    case "bytes":
      return fc.oneof(
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64")),
      );
    case "double":
      return fc.double({ noNaN: true });
    case "int32":
      return fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1));
    case "uint64":
      return fc.oneof(fc.maxSafeNat(), fc.maxSafeNat().map(String));
    case "int64":
      return fc.oneof(
        fc.maxSafeInteger(),
        fc.integer(),
        fc.maxSafeInteger().map(String),
        fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      );
    default:
      throw new Error(`no values of type ${type}: add them`);
  }
}

function fieldOf({ type, repeated, key }: FieldDescriptor, depth: number): fc.Arbitrary<unknown> {
  const item = descriptor.messages[type] ? messageOf(type, depth - 1) : scalarOf(type);
  if (repeated) return fc.array(item, { maxLength: 3 });
  if (key === undefined) return fc.oneof(item, fc.constantFrom(null, undefined));
  const keys = key === "string" ? fc.oneof(fc.string(), fc.constant("constructor")) : fc.integer().map(String);
  return fc.dictionary(keys, item, { maxKeys: 3 });
}

/** Any message that the types allow; of a oneof at most one field is there. */
function messageOf(name: string, depth = 4): fc.Arbitrary<object> {
  const fields = descriptor.messages[name] ?? [];
  const free = fields.filter((field) => field.oneof === undefined && (depth > 0 || !descriptor.messages[field.type]));
  const oneofs = new Map<string, FieldDescriptor[]>();
  for (const field of fields) {
    if (field.oneof === undefined || (depth === 0 && descriptor.messages[field.type])) continue;
    oneofs.set(field.oneof, [...(oneofs.get(field.oneof) ?? []), field]);
  }
  const chosen = [...oneofs.values()].map((members) =>
    fc
      .constantFrom(...members)
      .chain((member) => fc.record({ [member.name]: fieldOf(member, depth) }, { requiredKeys: [] })),
  );
  const record = fc.record(Object.fromEntries(free.map((field) => [field.name, fieldOf(field, depth)])), {
    requiredKeys: [],
  });
  return fc.tuple(record, ...chosen).map((parts) => Object.assign({}, ...(parts as object[])) as object);
}

// A message inside another one is loaded with it and cannot be asked for by itself.
const names = Object.keys(descriptor.messages).filter((name) => loaded[name] !== undefined);

describe("what goes over the wire is read as proto-loader reads it", () => {
  test.each(names)("%s", (name) => {
    const codec = codecOf(name);
    const reference = loadedMessage(name);
    fc.assert(
      fc.property(messageOf(name), (message) => {
        const expected = reference.deserialize(reference.serialize(message));
        deepStrictEqual(codec.decode(reference.serialize(message)), expected);
        deepStrictEqual(codec.decode(codec.encode(message)), expected);
        deepStrictEqual(reference.deserialize(codec.encode(message)), expected);
      }),
      { numRuns: 30 },
    );
  });
});

const run = "gofer.kernel.v1.GetRunResponse";

test("what is cut off or spoilt is refused or read as proto-loader does", () => {
  const codec = codecOf(run);
  const reference = loadedMessage(run);
  const outcome = (read: () => unknown) => {
    try {
      return { message: read() };
    } catch {
      return "refused";
    }
  };
  fc.assert(
    fc.property(messageOf(run), fc.nat(), fc.nat(255), (message, place, byte) => {
      const whole = reference.serialize(message);
      const cut = whole.subarray(0, place % (whole.length + 1));
      const spoilt = Buffer.from(whole);
      if (spoilt.length > 0) spoilt[place % spoilt.length] = byte;
      for (const bytes of [cut, spoilt]) {
        deepStrictEqual(
          outcome(() => codec.decode(bytes)),
          outcome(() => reference.deserialize(bytes)),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test("fields of a newer version are passed over", () => {
  const newer = Buffer.concat([codecOf("plugin.StdioData").encode({ data: "YQ==" }), Buffer.from([0xf8, 0x07, 0x05])]);
  expect(codecOf("plugin.StdioData").decode(newer)).toMatchObject({ data: Buffer.from("a") });
});

test("what is not a message is refused with its name", () => {
  expect(() => codecOf(run).encode([])).toThrow(`${run}: object expected`);
  expect(() => codecOf(run).encode({ run: 1 })).toThrow("gofer.kernel.v1.Run: object expected");
  expect(() => codecOf("gofer.scheduler.v1.StartRequest").encode({ containers: {} })).toThrow(
    "gofer.scheduler.v1.StartRequest.containers: array expected",
  );
});
