import { type HclAttribute, type HclBlock, type HclBody, HclError, type HclSpan, type HclValue } from "./document.js";

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blanks = /[ \t]+/y;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const onlyLiterals = "only literal values are allowed here";

/**
 * Reads a configuration file in HCL's native syntax: attributes, nested blocks with labels, strings,
 * heredocs, numbers, bools, null, lists, objects and comments. Expressions are refused: a file of settings
 * says what it says. Accepts and means what HashiCorp's parser does, but for what the test lists.
 *
 * Throws an HclError at the first thing that cannot be read.
 */
export function parseHcl(text: string, file: string): HclBody {
  return new Parser(text, file).document();
}

/** Lines of blanks neither count nor change. */
function withoutIndent(lines: readonly string[]): readonly string[] {
  const isBlank = (line: string) => /^\p{White_Space}*$/u.test(line);
  const indents = lines
    .filter((line) => !isBlank(line))
    .map((line) => /^\p{White_Space}*/u.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return lines.map((line) => (isBlank(line) ? line : line.slice(indent)));
}

class Parser {
  readonly #text: string;
  readonly #file: string;
  readonly #lineStarts: readonly number[];
  #at = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  document(): HclBody {
    this.#take("\uFEFF");
    return this.#body(undefined);
  }

  #body(opened: HclSpan | undefined): HclBody {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#skip({ newlines: true });
      if (this.#at >= this.#text.length) {
        if (opened) this.#fail("this block is never closed", opened.start);
        break;
      }
      if (opened && this.#take("}")) break;
      const item = this.#item();
      this.#checkName(item, attributes, blocks);
      if ("value" in item) attributes.push(item);
      else blocks.push(item);
      this.#endOfLine("value" in item);
    }
    return { attributes, blocks };
  }

  #checkName(item: HclAttribute | HclBlock, attributes: readonly HclAttribute[], blocks: readonly HclBlock[]): void {
    const name = "value" in item ? item.name : item.type;
    const earlier =
      attributes.find((attribute) => attribute.name === name) ??
      ("value" in item ? blocks.find(({ type }) => type === name) : undefined);
    if (earlier) this.#fail(`"${name}" was already set in line ${earlier.span.line}`, item.span.start);
  }

  #item(): HclAttribute | HclBlock {
    const start = this.#at;
    const name = this.#match(identifier);
    if (name === undefined) return this.#fail(`expected the name of a setting or of a block, found ${this.#found()}`);
    const span = this.#span(start);
    this.#skip({ newlines: false });
    if (this.#take("=")) {
      this.#skip({ newlines: false });
      return { name, span, value: this.#value(false) };
    }
    const labels: string[] = [];
    for (;;) {
      const label = this.#peek() === '"' ? this.#quoted() : this.#match(identifier);
      if (label === undefined) break;
      labels.push(label);
      this.#skip({ newlines: false });
    }
    if (!this.#take("{")) return this.#fail(`expected "=" or "{" after "${name}", found ${this.#found()}`);
    return { type: name, labels, span, body: this.#blockBody(span) };
  }

  /** A block is closed in a line of its own; `{}` and `{ name = value }` are the exceptions. */
  #blockBody(opened: HclSpan): HclBody {
    this.#skip({ newlines: false });
    if (/[\r\n]/.test(this.#peek()) || this.#peek() === "" || this.#peek() === "}") return this.#body(opened);
    const item = this.#item();
    if (!("value" in item)) return this.#fail("a block inside a block begins in a line of its own", item.span.start);
    this.#skip({ newlines: false });
    if (!this.#take("}"))
      this.#fail(`expected "}", found ${this.#found()}: several settings go in several lines${this.#operatorHint()}`);
    return { attributes: [item], blocks: [] };
  }

  #endOfLine(afterValue: boolean): void {
    this.#skip({ newlines: false });
    if (this.#at >= this.#text.length || this.#newline()) return;
    this.#fail(`expected the end of the line, found ${this.#found()}${afterValue ? this.#operatorHint() : ""}`);
  }

  /** `ignoreNewlines`: inside a list the ends of lines mean nothing. */
  #value(ignoreNewlines: boolean): HclValue {
    const start = this.#at;
    const next = this.#peek();
    if (next === '"') {
      const value = this.#quoted();
      return { kind: "string", value, span: this.#span(start) };
    }
    if (this.#text.startsWith("<<", this.#at)) {
      const value = this.#heredoc();
      return { kind: "string", value, span: this.#span(start) };
    }
    if (next === "[") return this.#list();
    if (next === "{") return this.#object();
    if (/[-0-9]/.test(next)) return this.#number(ignoreNewlines);
    const word = this.#match(identifier);
    if (word === "true" || word === "false") return { kind: "bool", value: word === "true", span: this.#span(start) };
    if (word === "null") return { kind: "null", span: this.#span(start) };
    if (word !== undefined)
      return this.#fail(`${JSON.stringify(word)} is not a value: put text in quotes; ${onlyLiterals}`, start);
    return this.#fail(
      /[(!]/.test(next)
        ? `${this.#found()} begins an expression: ${onlyLiterals}`
        : `expected a value, found ${this.#found()}`,
    );
  }

  #number(ignoreNewlines: boolean): HclValue {
    const start = this.#at;
    const negative = this.#take("-");
    if (negative) this.#skip({ newlines: ignoreNewlines });
    const digits = this.#match(number);
    if (digits === undefined) return this.#fail(`expected a number, found ${this.#found()}; ${onlyLiterals}`);
    const value = Number(digits);
    if (!Number.isFinite(value)) this.#fail(`${digits} is too large a number`, start);
    return { kind: "number", value: negative && value !== 0 ? -value : value, span: this.#span(start) };
  }

  #list(): HclValue {
    const start = this.#at;
    this.#take("[");
    const items: HclValue[] = [];
    for (;;) {
      this.#skip({ newlines: true });
      if (this.#take("]")) return { kind: "list", items, span: this.#span(start) };
      if (this.#at >= this.#text.length) this.#fail("this list is never closed", start);
      items.push(this.#value(true));
      this.#skip({ newlines: true });
      if (!this.#take(",") && this.#peek() !== "]")
        this.#fail(`expected "," or "]", found ${this.#found()}${this.#operatorHint()}`);
    }
  }

  #object(): HclValue {
    const start = this.#at;
    this.#take("{");
    const entries: HclAttribute[] = [];
    for (;;) {
      this.#skip({ newlines: true });
      if (this.#take("}")) return { kind: "object", entries, span: this.#span(start) };
      if (this.#at >= this.#text.length) this.#fail("this object is never closed", start);
      const keyStart = this.#at;
      const name = this.#key();
      const span = this.#span(keyStart);
      this.#skip({ newlines: false });
      if (!this.#take("=") && !this.#take(":"))
        this.#fail(`expected "=" after the key "${name}", found ${this.#found()}${this.#operatorHint()}`);
      this.#skip({ newlines: false });
      const value = this.#value(false);
      const earlier = entries.find((entry) => entry.name === name);
      if (earlier) this.#fail(`"${name}" was already set in line ${earlier.span.line}`, keyStart);
      entries.push({ name, span, value });
      this.#skip({ newlines: false });
      if (!this.#take(",") && !this.#newline() && this.#peek() !== "}")
        this.#fail(`expected a new line, "," or "}", found ${this.#found()}${this.#operatorHint()}`);
    }
  }

  #key(): string {
    if (this.#peek() === '"') return this.#quoted();
    const word = this.#match(identifier);
    if (word !== undefined) return word;
    const digits = this.#match(number);
    if (digits !== undefined) return String(Number(digits));
    return this.#fail(`expected a key, found ${this.#found()}; ${onlyLiterals}`);
  }

  #quoted(): string {
    const start = this.#at;
    this.#take('"');
    let value = "";
    for (;;) {
      const next = this.#peek();
      if (next === "" || next === "\n" || next === "\r")
        return this.#fail("this string is not closed in its line", start);
      if (this.#take('"')) return value;
      value += next === "\\" ? this.#escape() : this.#character();
    }
  }

  #escape(): string {
    const start = this.#at;
    this.#take("\\");
    const letter = this.#take1();
    const plain = escapes[letter];
    if (plain !== undefined) return plain;
    const length = { u: 4, U: 8 }[letter];
    if (length === undefined)
      return this.#fail(`"\\${letter}" is not an escape: there are \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN`, start);
    const digits = this.#text.slice(this.#at, this.#at + length);
    const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
      return this.#fail(`"\\${letter}${digits}" is not a character: ${length} hexadecimal digits are needed`, start);
    this.#at += length;
    return String.fromCodePoint(code);
  }

  /** One character of text; `$${` and `%%{` stand for `${` and `%{`, which themselves would begin an expression. */
  #character(): string {
    for (const sign of ["$", "%"]) {
      if (this.#take(`${sign}${sign}{`)) return `${sign}{`;
      if (this.#text.startsWith(`${sign}{`, this.#at))
        this.#fail(`"${sign}{" begins an expression: ${onlyLiterals}; write "${sign}${sign}{" for the text`);
    }
    return this.#take1();
  }

  #heredoc(): string {
    const start = this.#at;
    this.#take("<<");
    const flush = this.#take("-");
    const tag = this.#match(identifier);
    if (tag === undefined || !this.#newline())
      return this.#fail("a heredoc begins with << and a word that ends the line", start);
    const lines: string[] = [];
    for (;;) {
      if (this.#at >= this.#text.length) return this.#fail(`this heredoc is never ended by a line "${tag}"`, start);
      const end = this.#text.indexOf("\n", this.#at);
      const line = this.#text.slice(this.#at, end < 0 ? this.#text.length : end + 1);
      if (/^[ \t]*(.*?)\r?\n$/s.exec(line)?.[1] === tag) {
        this.#at += line.indexOf(tag) + tag.length;
        break;
      }
      lines.push(this.#heredocLine(line));
    }
    return (flush ? withoutIndent(lines) : lines).join("");
  }

  #heredocLine(line: string): string {
    const end = this.#at + line.length;
    const lone = /\r(?!\n)/.exec(line);
    if (lone) this.#fail("a carriage return stands only before the end of a line", this.#at + lone.index);
    let value = "";
    while (this.#at < end) value += this.#character();
    return value;
  }

  /** Skips blanks and comments; a comment to the end of the line leaves that end. */
  #skip({ newlines }: { newlines: boolean }): void {
    for (;;) {
      if (this.#match(blanks) !== undefined) continue;
      if (newlines && this.#newline()) continue;
      if (this.#peek() === "#" || this.#text.startsWith("//", this.#at)) {
        const end = this.#text.indexOf("\n", this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (this.#text.startsWith("/*", this.#at)) {
        const end = this.#text.indexOf("*/", this.#at + 2);
        if (end < 0) this.#fail("this comment is never closed");
        this.#at = end + 2;
      } else return;
    }
  }

  #newline(): boolean {
    return this.#take("\n") || this.#take("\r\n");
  }

  #operatorHint(): string {
    return /[-+*/%.[(?=!<>&|]/.test(this.#peek()) ? `; ${onlyLiterals}` : "";
  }

  #peek(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  #take1(): string {
    const character = this.#peek();
    this.#at += character.length;
    return character;
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const matched = pattern.exec(this.#text)?.[0];
    this.#at += matched?.length ?? 0;
    return matched;
  }

  #found(): string {
    const next = this.#peek();
    return next === "" ? "the end of the file" : /[\r\n]/.test(next) ? "the end of the line" : JSON.stringify(next);
  }

  #span(start: number): HclSpan {
    return { start, end: this.#at, ...this.#position(start) };
  }

  #position(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: Array.from(this.#text.slice(this.#lineStarts[low], offset)).length + 1 };
  }

  #fail(problem: string, offset = this.#at): never {
    throw new HclError(this.#file, this.#position(offset), problem);
  }
}
