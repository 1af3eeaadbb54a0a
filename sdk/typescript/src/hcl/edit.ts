import { parseHcl } from "./parse.js";

/** A value as a document has it: a string in quotes, so that it is read back as it is. */
export function hclLiteral(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const escaped = value
    .replaceAll(/[\\"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(/([$%])\{/g, "$1$1{");
  return `"${escaped}"`;
}

/** The document with an attribute outside of blocks set; everything else stays, comments too. Throws an HclError. */
export function setAttribute(text: string, file: string, name: string, value: string | number | boolean): string {
  const literal = hclLiteral(value);
  const { attributes, blocks } = parseHcl(text, file);
  const span = attributes.find((attribute) => attribute.name === name)?.value.span;
  if (span) return `${text.slice(0, span.start)}${literal}${text.slice(span.end)}`;
  const line = `${name} = ${literal}\n`;
  const [first] = blocks;
  // Before the blocks, where people look for it.
  if (first) return `${text.slice(0, first.span.start)}${line}${text.slice(first.span.start)}`;
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}`;
}

/** The document without an attribute and its line. Throws an HclError. */
export function removeAttribute(text: string, file: string, name: string): string {
  const found = parseHcl(text, file).attributes.find((attribute) => attribute.name === name);
  if (!found) return text;
  const start = text.lastIndexOf("\n", found.span.start - 1) + 1;
  const end = text.indexOf("\n", found.value.span.end);
  return `${text.slice(0, start)}${end < 0 ? "" : text.slice(end + 1)}`;
}
