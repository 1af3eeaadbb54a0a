import { Fault } from "../fault.js";

/** Where something stands in a document: offsets in UTF-16 units, line and column (in characters) from 1. */
export interface HclSpan {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

export type HclValue =
  | { readonly kind: "string"; readonly value: string; readonly span: HclSpan }
  | { readonly kind: "number"; readonly value: number; readonly span: HclSpan }
  | { readonly kind: "bool"; readonly value: boolean; readonly span: HclSpan }
  | { readonly kind: "null"; readonly span: HclSpan }
  | { readonly kind: "list"; readonly items: readonly HclValue[]; readonly span: HclSpan }
  | { readonly kind: "object"; readonly entries: readonly HclAttribute[]; readonly span: HclSpan };

/** `name = value`, of a body or of an object. */
export interface HclAttribute {
  readonly name: string;
  /** Of the name. */
  readonly span: HclSpan;
  readonly value: HclValue;
}

/** `type "label" { ... }` */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** Of the type. */
  readonly span: HclSpan;
  readonly body: HclBody;
}

/** What is between the braces of a block, or in a file. No name is used twice but by blocks. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** A document that cannot be read; the message begins with file:line:column. */
export class HclError extends Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(file: string, { line, column }: Pick<HclSpan, "line" | "column">, problem: string) {
    super("invalid", `${file}:${line}:${column}: ${problem}`);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/** The value as JSON has it. */
export function plainValue(value: HclValue): unknown {
  switch (value.kind) {
    case "string":
    case "number":
    case "bool":
      return value.value;
    case "null":
      return null;
    case "list":
      return value.items.map(plainValue);
    case "object":
      return Object.fromEntries(value.entries.map(({ name, value: inner }) => [name, plainValue(inner)]));
  }
}

/** "a string", "a number", ...: for messages. */
export function kindOf({ kind }: HclValue): string {
  return kind === "object" ? "an object" : kind === "null" ? "null" : `a ${kind}`;
}
