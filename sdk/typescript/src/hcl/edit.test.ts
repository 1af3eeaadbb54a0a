import fc from "fast-check";
import { expect, test } from "vitest";
import { removeAttribute, setAttribute } from "./edit.js";
import { parseHcl } from "./parse.js";

const text = '# mine\nhost = "a:1" # the one at home\n\n/* not */ format = "json"\n';

test("a value is exchanged where it stands, and comments stay", () => {
  expect(setAttribute(text, "f", "host", "b:2")).toBe(text.replace('"a:1"', '"b:2"'));
});

test("a new one comes at the end, but before blocks", () => {
  expect(setAttribute("a = 1", "f", "b", true)).toBe("a = 1\nb = true\n");
  expect(setAttribute("a = 1\nc {\n}\n", "f", "b", 2)).toBe("a = 1\nb = 2\nc {\n}\n");
});

test("one that goes takes its line with it", () => {
  expect(removeAttribute(text, "f", "host")).toBe('# mine\n\n/* not */ format = "json"\n');
  expect(removeAttribute("a = <<E\nx\nE\nb = 1", "f", "a")).toBe("b = 1");
  expect(removeAttribute(text, "f", "other")).toBe(text);
});

test("any text is read back as it was written", () => {
  const units = fc.constantFrom("$", "%", "{", "}", '"', "\\", "\n", "\r", "\t", "a", "é", "😀", "#");
  fc.assert(
    fc.property(fc.string({ unit: units }), (value) => {
      const [attribute] = parseHcl(setAttribute("", "f", "a", value), "f").attributes;
      expect(attribute?.value).toMatchObject({ kind: "string", value });
    }),
  );
});
