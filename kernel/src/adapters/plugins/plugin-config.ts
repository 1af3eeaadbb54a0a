import { Ajv2020 } from "ajv/dist/2020.js";

/** A configuration with the defaults of its schema, and everything that the schema has against it. */
export function completeConfig(
  schema: Buffer,
  config: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>>,
): { config: Record<string, unknown>; violations: readonly { pointer: string; message: string }[] } {
  const complete: Record<string, unknown> = { ...config };
  if (schema.length === 0) return { config: complete, violations: [] };
  // Secret values are checked in place and then taken out again: they travel apart.
  for (const [pointer, value] of Object.entries(secrets)) complete[pointer.slice(1)] = value;
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false });
  const validate = ajv.compile(JSON.parse(schema.toString()) as object);
  validate(complete);
  const violations = (validate.errors ?? []).map(({ instancePath, message = "is not valid", params }) => ({
    pointer: instancePath,
    message: "additionalProperty" in params ? `has an unknown key "${String(params["additionalProperty"])}"` : message,
  }));
  const isSecret = (key: string) => `/${key}` in secrets;
  return { config: Object.fromEntries(Object.entries(complete).filter(([key]) => !isSecret(key))), violations };
}
