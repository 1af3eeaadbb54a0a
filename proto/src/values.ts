import minimal from "protobufjs/minimal.js";

const { LongBits } = minimal.util;

/** How a scalar type of protobuf is written in generated code: `r` is the reader, `w` the writer, `v` the value. */
export interface Scalar {
  readonly read: string;
  /** Goes on after the tag. Values are coerced as proto-loader does: bytes may be base64, 64-bit numbers digits. */
  readonly write: string;
  readonly wireType: 0 | 1 | 2 | 5;
  /** What a reader finds that was not sent. */
  readonly initial: string;
  /** True of a value that must be sent: another one than the initial. */
  readonly isSet: string;
}

const number = (name: string, coerced: string, wireType: Scalar["wireType"]): Scalar => ({
  read: `r.${name}()`,
  write: `.${name}(${coerced})`,
  wireType,
  initial: "0",
  isSet: "v !== 0",
});
const longNumber = (name: string, unsigned: boolean, wireType: Scalar["wireType"]): Scalar => ({
  ...number(name, "v", wireType),
  read: name.endsWith("fixed64") || name === "sint64" ? `long(r.${name}(), ${unsigned})` : `varint(r, ${unsigned})`,
});
// Minus zero is another number.
const floating = (name: string, wireType: Scalar["wireType"]): Scalar => ({
  ...number(name, "Number(v)", wireType),
  isSet: "!Object.is(v, 0)",
});

export const scalars: Readonly<Record<string, Scalar>> = {
  int32: number("int32", "v | 0", 0),
  sint32: number("sint32", "v | 0", 0),
  sfixed32: number("sfixed32", "v | 0", 5),
  uint32: number("uint32", "v >>> 0", 0),
  fixed32: number("fixed32", "v >>> 0", 5),
  int64: longNumber("int64", false, 0),
  uint64: longNumber("uint64", true, 0),
  sint64: longNumber("sint64", false, 0),
  fixed64: longNumber("fixed64", true, 1),
  sfixed64: longNumber("sfixed64", false, 1),
  float: floating("float", 5),
  double: floating("double", 1),
  bool: { read: "r.bool()", write: ".bool(Boolean(v))", wireType: 0, initial: "false", isSet: "v !== false" },
  string: { read: "r.string()", write: ".string(String(v))", wireType: 2, initial: '""', isSet: 'v !== ""' },
  bytes: { read: "r.bytes()", write: ".bytes(v)", wireType: 2, initial: "noBytes", isSet: "v.length !== 0" },
};

/** A 64-bit value as a number, whichever form the library gives it. */
export function long(value: unknown, unsigned: boolean): number {
  if (typeof value === "number") return value;
  const { low, high } = value as { readonly low: number; readonly high: number };
  return new LongBits(low >>> 0, high >>> 0).toNumber(unsigned);
}

/** Seven bytes of a varint are 49 bits, which a number holds; what is longer is rare and left to the library. */
export function varint(reader: minimal.Reader, unsigned: boolean): number {
  const { buf, pos, len } = reader;
  const end = Math.min(pos + 7, len);
  for (let at = pos, value = 0, factor = 1; at < end; at++, factor *= 128) {
    const byte = buf[at] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) {
      reader.pos = at + 1;
      return value;
    }
  }
  return long(unsigned ? reader.uint64() : reader.int64(), unsigned);
}

/** The names and numbers of an enum: names on this side, numbers on the wire. */
export interface EnumValues {
  /** A number without a name is from a newer version of a contract, and stays a number. */
  readonly nameOf: (number: number) => string | number;
  readonly numberOf: (value: unknown) => number;
}

export function enumValues(numbers: Readonly<Record<string, number>>): EnumValues {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(numbers)) if (!names.has(value)) names.set(value, name);
  const byName = new Map<unknown, number>(Object.entries(numbers));
  return {
    nameOf: (value) => names.get(value) ?? value,
    numberOf: (value) => (typeof value === "number" ? value : (byName.get(value) ?? 0)),
  };
}
