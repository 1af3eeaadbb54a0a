import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";

/** What an execution has told, as it is kept. */
export type KeptEvent =
  | { readonly log: string; readonly stderr: boolean; readonly writtenAtMs: number }
  | { readonly progress: string; readonly fraction: number }
  | { readonly state: string }
  | { readonly result: KeptResult };

/** How far an execution had come by its own word, and what it wrote after that. */
export interface KeptState {
  readonly state: string;
  readonly written: string;
}

export interface KeptResult {
  readonly kind: "KIND_SUCCEEDED" | "KIND_FAILED" | "KIND_CANCELLED" | "KIND_LOST";
  readonly message: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly endedAtMs: number;
}

const readBytes = 256 << 10;
const lineBreak = 10;

/** The events of one execution: a file of lines that only grows. A position is an offset behind a whole line. */
export class ExecutionLog {
  readonly #path: string;
  #end: number;
  /** Open while it grows. */
  #file: number | undefined;

  /** Opens it; a line that a crash has cut off is cut off for good when the next one is written. */
  constructor(path: string) {
    this.#path = path;
    this.#end = 0;
    this.refresh();
  }

  /** Looks at what another process has added. */
  refresh(): void {
    for (const { position } of this.read(this.#end)) this.#end = position;
  }

  /** Adds an event. A state, and a result, which is the last one, are on the disk when it returns. */
  append(event: KeptEvent): void {
    this.#file ??= openSync(this.#path, "a+", 0o600);
    // Only the line of a crash, or of a full disk, can be behind the end: with a line break it is a line of its own.
    const rest = fstatSync(this.#file).size - this.#end;
    const line = Buffer.from(`${rest > 0 ? "\n" : ""}${JSON.stringify(event)}\n`);
    if (writeSync(this.#file, line) < line.length) throw new Error("the disk is full");
    this.#end += rest + line.length;
    if (!("result" in event || "state" in event)) return;
    fsyncSync(this.#file);
    if ("result" in event) this.close();
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** All whole events behind a position, each with the position behind it. */
  *read(from: number): Generator<{ readonly event: KeptEvent; readonly position: number }> {
    let file: number;
    try {
      file = openSync(this.#path, "r");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
      throw error;
    }
    try {
      const buffer = Buffer.allocUnsafe(Math.min(readBytes, Math.max(fstatSync(file).size - from, 1)));
      // In bytes, because a line that a crash has cut off may end in the middle of a letter.
      let rest = Buffer.alloc(0);
      let position = from;
      for (let offset = from; ; ) {
        const count = readSync(file, buffer, 0, buffer.length, offset);
        if (count === 0) return;
        offset += count;
        rest = Buffer.concat([rest, buffer.subarray(0, count)]);
        for (let end = rest.indexOf(lineBreak); end >= 0; end = rest.indexOf(lineBreak)) {
          const event = parseLine(rest.subarray(0, end).toString());
          rest = rest.subarray(end + 1);
          position += end + 1;
          if (event) yield { event, position };
        }
      }
    } finally {
      closeSync(file);
    }
  }

  /** Undefined when it has never said how far it is. */
  get kept(): KeptState | undefined {
    let state: string | undefined;
    let written: Buffer[] = [];
    for (const { event } of this.read(0)) {
      if ("state" in event) {
        state = event.state;
        written = [];
      } else if ("log" in event) written.push(Buffer.from(event.log, "base64"));
    }
    return state === undefined ? undefined : { state, written: Buffer.concat(written).toString() };
  }

  get result(): KeptResult | undefined {
    let result: KeptResult | undefined;
    for (const { event } of this.read(0)) if ("result" in event) result = event.result;
    return result;
  }
}

/** Undefined for a line that a crash has cut off. */
function parseLine(line: string): KeptEvent | undefined {
  try {
    return JSON.parse(line) as KeptEvent;
  } catch {
    return undefined;
  }
}
