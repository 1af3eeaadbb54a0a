import { parse as reference } from "@cdktn/hcl2json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type HclBody, plainValue } from "./document.js";
import { parseHcl } from "./parse.js";

/** What HashiCorp's parser takes and this reader refuses, by the reader's message. Everything else has to be equal. */
const refusedOnPurpose = [
  /only literal values are allowed here/, // expressions: a configuration file computes nothing
  /"[^]*" was already set in line/, // a key twice in an object, an attribute beside a block of its name
  /is too large a number/,
  /is not a character/, // half of a surrogate pair, beyond Unicode: becomes U+FFFD there
];
/** Strings are kept as they are written; HashiCorp's parser brings them to the normal form C. */
const normal = (json: unknown): unknown => JSON.parse(JSON.stringify(json).normalize("NFC"));

/** The same shape that hcl2json gives: blocks are lists, labels are keys around them. */
function shape({ attributes, blocks }: HclBody): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const { type, labels, body } of blocks) {
    let place = json;
    for (const step of [type, ...labels].slice(0, -1)) place = (place[step] ??= {}) as Record<string, unknown>;
    const last = labels.at(-1) ?? type;
    place[last] = [...((place[last] as unknown[] | undefined) ?? []), shape(body)];
  }
  for (const { name, value } of attributes) json[name] = plainValue(value);
  return json;
}

type Outcome = { readonly json: unknown } | { readonly refused: string };

function ours(text: string): Outcome {
  try {
    return { json: normal(shape(parseHcl(text, "t.hcl"))) };
  } catch (error) {
    return { refused: String(error) };
  }
}

async function theirs(text: string): Promise<Outcome> {
  try {
    // It writes the text "${" as the JSON flavour of HCL needs it.
    const json = JSON.stringify(await reference("t.hcl", text)).replaceAll(/([$%])\1\{/g, "$1{");
    return { json: normal(JSON.parse(json)) };
  } catch (error) {
    return { refused: String(error) };
  }
}

async function compare(text: string): Promise<"accepted" | "refused" | "deviates"> {
  const [own, other] = [ours(text), await theirs(text)];
  if ("refused" in own && !("refused" in other) && refusedOnPurpose.some((reason) => reason.test(own.refused)))
    return "deviates";
  if ("refused" in own && "refused" in other) return "refused";
  expect(own, text).toEqual(other);
  return "accepted";
}

const accepted = {
  empty: "",
  "a comment only": "# nothing",
  comments: "a = 1 # one\n// two\nb = /* three */ 2 /* and\n four */\n",
  "a byte order mark": "\uFEFFa = 1",
  "no newline at the end": "a = 1",
  "windows lines": "a = 1\r\nb {\r\n  c = 2\r\n}\r\n",
  numbers: "a = 0\nb = -1\nc = 1.5\nd = 1e3\ne = 2.5E-2\nf = - 3\ng = 007\nh = 12345678901234",
  "bools and null": "a = true\nb = false\nc = null",
  escapes: 'a = "\\n\\r\\t\\"\\\\ \\u00e9 \\U0001F600"',
  "not an expression": 'a = "$${x} %%{y} $ % $$ {"',
  lists: 'a = []\nb = [1, 2,]\nc = [\n  "x", # one\n\n  "y"\n]\nd = [[1], [], [{ a = 1 }]]',
  objects: 'a = {}\nb = { c = 1, "d e" : 2 }\nf = {\n  g = [1,\n2]\n  h = { i = "j" }\n\n  k-l = null,\n}',
  blocks: 'a {}\na {\n}\nb { c = 1 }\nd "e" "f g" {\n  h i {\n    j = 1\n  }\n}\n',
  "a heredoc": "a = <<END\none\n  two \\n $${x}\n\tEND\nb = 1",
  "an indented heredoc": "a = <<-END\n    one\n      two\n    END\n",
  "an indented heredoc with an empty line": "a = <<-END\n    one\n\n      two\n  END\n",
  "a heredoc with tabs": "a = <<-END\n\t\tone\n\ttwo\n\tEND\n",
  "an empty heredoc": "a = <<END\nEND\n",
  "a heredoc in a list": 'a = [<<A\nx\nA\n, "b"]',
  "a heredoc in an object": "a = {\n  b = <<A\nx\nA\n  c = 1\n}\n",
  "names with dashes and letters": "a-b_c = 1\nä = 2\n_x = 3",
  "an object over a line": "a = {\n b = 1\n}",
  "key after a comment in an object": "a = { /* x */ b = 1 # c\n d = 2 }",
};

const refused = {
  "a value that is missing": "a = \nb = 1",
  "two on a line": "a = 1 b = 2",
  "an open string": 'a = "x\nb = 1',
  "an open block": "a {\n b = 1\n",
  "a closing brace too many": "a = 1\n}",
  "a block on a line with two": "a { b = 1, c = 2 }",
  "a block that closes after a value": "a {\n  b = 1 }",
  "a block in a block's line": "a { b { } }",
  "an attribute twice": "a = 1\na = 2",
  "an unknown escape": 'a = "\\q"',
  "an open comment": "a = 1 /* x",
  "an open heredoc": "a = <<END\nx\n",
  "a heredoc whose last line does not end": "a = <<END\nEND",
  "a heredoc without a word": "a = <<\nx\n",
  "single quotes": "a = 'x'",
  "a semicolon": "a = 1;",
  "two commas": "a = [1,,2]",
  "no comma in a list": "a = [1 2]",
  "no separator in an object": "a = { b = 1 c = 2 }",
  "a colon for an attribute": "a: 1",
  "a value on the next line": "a =\n1",
  "a value on the next line in an object": "a = {\n b =\n 1\n}",
};

describe("the HCL reader agrees with HashiCorp's own", () => {
  test.each(Object.entries(accepted))("accepts %s", async (_name, text) => {
    expect(await compare(text)).toBe("accepted");
  });

  test.each(Object.entries(refused))("refuses %s", async (_name, text) => {
    expect(await compare(text)).toBe("refused");
  });

  test.each([
    ["a reference", "a = b"],
    ["a sum", "a = 1 + 2"],
    ["a call", 'a = upper("x")'],
    ["an interpolation", 'a = "x ${b}"'],
    ["a directive", 'a = "%{ if x }y%{ endif }"'],
    ["parentheses", "a = (1)"],
    ["a for", "a = [for x in y : x]"],
    ["an index", "a = [1][0]"],
    ["a key twice in an object", "a = { b = 1, b = 2 }"],
    ["an attribute beside a block of its name", "a = 1\na {\n}"],
  ])("deviates on purpose: %s", async (_name, text) => {
    expect(await compare(text)).toBe("deviates");
  });

  test("on generated documents", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (text) => {
        expect(await compare(text)).toBe("accepted");
      }),
      { numRuns: 150 },
    );
  });

  test("on generated documents with a mistake put in", async () => {
    const seen = { accepted: 0, refused: 0, deviates: 0 };
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), fc.nat(3), fc.constantFrom(...mistakes), async (text, at, cut, mistake) => {
        const characters = Array.from(text);
        characters.splice(at % (characters.length + 1), cut, mistake);
        seen[await compare(characters.join(""))]++;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(40);
  });
});

describe("messages", () => {
  test.each([
    ["a = 1\n  b = = 2", 't.hcl:2:7: expected a value, found "="'],
    ["a {\n  b {\n    c = 1\n  }\n", "t.hcl:1:1: this block is never closed"],
    ['ä = "é" x', 't.hcl:1:9: expected the end of the line, found "x"'],
    ["level = info", 't.hcl:1:9: "info" is not a value: put text in quotes; only literal values are allowed here'],
    ['a = "x"\nb = 1\na = 2', 't.hcl:3:1: "a" was already set in line 1'],
  ])("%j", (text, message) => {
    expect(() => parseHcl(text, "t.hcl")).toThrow(message);
  });
});

const mistakes = [
  "",
  "\n",
  '"',
  "{",
  "}",
  "[",
  "]",
  "=",
  ",",
  "\\",
  "$",
  "${",
  "%{",
  "#",
  "/*",
  "<<A\n",
  "-",
  "1",
  "a",
  " ",
  ".",
  "\r",
  "\u00e9",
  "'",
  ":",
  "(",
];

const name = fc.constantFrom("a", "b-c", "d_e", "ü", "host", "F1", "_g");
const comment = fc.constantFrom("", "", "", " # c", " // ${c}", " /* c */");
const gap = fc.constantFrom(" ", " ", "  ", "\t", " /* c */ ");
const quotedText = fc
  .array(
    fc.constantFrom(
      "a",
      " ",
      "é",
      "e\u0301",
      "😀",
      "\\n",
      '\\"',
      "\\\\",
      "\\u00e9",
      "$",
      "%",
      "$${",
      "%%{",
      "{",
      "}",
      "#",
      "//",
      "'",
    ),
  )
  .map((parts) => `"${parts.join("").replaceAll(/[$%]+\{/g, (found) => (/^([$%])\1\{$/.test(found) ? found : "{"))}"`);
const plainLine = fc
  .array(fc.constantFrom("a", " ", "  ", "\t", "é", "\\n", '"', "$", "{", "#", "b"))
  .map((parts) => parts.join("").replaceAll(/\$+\{/g, "{"));
const heredocText = fc
  .tuple(fc.constantFrom("<<", "<<-"), fc.array(plainLine, { maxLength: 4 }), fc.constantFrom("", "  ", "\t"))
  .map(([start, lines, indent]) => `${start}EOT\n${lines.map((line) => `${line}\n`).join("")}${indent}EOT`);
const numberText = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String),
  fc.constantFrom("0.5", "-1.25", "1e3", "2E-2", "- 4", "00"),
);
const simple = fc.oneof(quotedText, numberText, fc.constantFrom("true", "false", "null"));

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    simple,
    fc
      .tuple(
        fc.array(tie("value"), { maxLength: 3 }),
        fc.constantFrom(", ", ",\n", " # c\n ,"),
        fc.constantFrom("", ","),
      )
      .map(([items, separator, end]) => `[${items.join(separator)}${items.length > 0 ? end : ""}]`),
    fc
      .tuple(
        fc.uniqueArray(fc.tuple(fc.oneof(name, quotedText), gap, fc.constantFrom("=", ":"), tie("value")), {
          maxLength: 3,
          selector: ([key]) => keyOf(key),
        }),
        fc.constantFrom(", ", "\n", " # c\n", ",\n"),
      )
      .map(
        ([entries, separator]) =>
          `{${entries.map(([key, space, sign, inner]) => `${key}${space}${sign} ${inner}`).join(separator)}}`,
      ),
  ),
}));

const keyOf = (key: string) =>
  key.startsWith('"') ? (JSON.parse(key) as string).replaceAll(/([$%])\1\{/g, "$1{").normalize("NFC") : key;

const attribute = (key: string) =>
  fc
    .tuple(gap, fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: heredocText }), comment)
    .map(([space, text, after]) => `${key}${space}=${space}${text}${text.endsWith("EOT") ? "" : after}\n`);

const { body } = fc.letrec<{ body: string }>((tie) => ({
  body: fc
    .uniqueArray(fc.tuple(name, fc.boolean()), { maxLength: 4, selector: ([key]) => key })
    .chain((names) =>
      fc.tuple(
        ...names.map(([key, isBlock]) =>
          isBlock
            ? fc
                .tuple(
                  fc.array(fc.oneof(name, fc.constantFrom('"x"', '"y z"')), { maxLength: 2 }),
                  tie("body"),
                  comment,
                )
                .map(([labels, inner, after]) => `${[key, ...labels].join(" ")} {${after}\n${inner}}\n`)
            : attribute(key),
        ),
      ),
    )
    .map((items) => items.join("\n")),
}));

const documents = body;
