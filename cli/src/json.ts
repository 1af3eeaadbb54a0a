/** A message as stable JSON: bytes as base64, the loader's bookkeeping of oneofs left out. */
export function toJson(message: unknown): string {
  return JSON.stringify(message, (key, value: unknown) => {
    if (key.startsWith("_")) return undefined;
    if (isBytes(value)) return Buffer.from(value.data).toString("base64");
    return value;
  });
}

/** What Buffer.toJSON has made of bytes before the replacer sees them. */
function isBytes(value: unknown): value is { data: number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer" && "data" in value;
}
