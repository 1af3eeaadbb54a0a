import { expect, test } from "vitest";
import { withoutLineEnd } from "./value-source.js";

test.each([
  ["token\n", "token"],
  ["token\r\n", "token"],
  ["token", "token"],
  ["\n", ""],
  ["", ""],
  ["token\n\n", "token\n\n"],
  ["-----BEGIN\nkey\n-----END\n", "-----BEGIN\nkey\n-----END\n"],
])("of %j a line end is taken only where it ends the only line", (value, kept) => {
  expect(withoutLineEnd(Buffer.from(value)).toString()).toBe(kept);
});
