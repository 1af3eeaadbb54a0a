import { Ajv2020 } from "ajv/dist/2020.js";
import { check, checkEqual, describeError } from "../check.js";

interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, { readonly type?: unknown; readonly "x-gofer-secret"?: unknown }>>;
}

/** Undefined for none. Throws a `Nonconformance` for what is no JSON Schema of an object. */
export function parseSchema(what: string, bytes: Buffer): Schema | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const schema = JSON.parse(bytes.toString()) as Schema;
    new Ajv2020({ strict: false }).compile(schema);
    checkEqual(`the type of ${what}`, schema.type, "object");
    return schema;
  } catch (error) {
    check(false, `${what} is not a JSON Schema (draft 2020-12): ${describeError(error)}`);
  }
}
