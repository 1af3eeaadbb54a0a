import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";

export type Format = "pretty" | "json" | "silent";

/** Standard output for data, standard error for everything else. */
export interface Terminal {
  readonly interactive: boolean;
  readonly colors: ReturnType<typeof pc.createColors>;
  /** One line of data. */
  readonly print: (line: string) => Promise<void>;
  readonly write: (data: Buffer) => Promise<void>;
  /** How long ago a Unix time in milliseconds was, and exactly when where that is asked for; "-" for 0. */
  readonly age: (unixMs: number) => string;
  /** A hint, progress, a warning. */
  readonly say: (line: string) => void;
  /** How many lines the screen has. */
  readonly rows: () => number;
  /** Draws lines in place of the ones drawn before; the last ones stay. Only where interactive. */
  readonly redraw: (lines: readonly string[]) => void;
}

export function openTerminal({ color, format, detail }: { color: boolean; format: Format; detail: boolean }): Terminal {
  const interactive = process.stderr.isTTY;
  let drawn = 0;
  const write = async (data: Buffer | string) => {
    if (!process.stdout.write(data)) await once(process.stdout, "drain");
  };
  return {
    interactive,
    colors: pc.createColors(color),
    print: async (line) => {
      if (format !== "silent") await write(`${format === "json" ? line : harmless(line)}\n`);
    },
    write,
    age: (unixMs) => (detail && unixMs !== 0 ? `${new Date(unixMs).toISOString()} (${age(unixMs)})` : age(unixMs)),
    say: (line) => {
      if (format !== "pretty") return;
      // What was drawn makes room, and is drawn again below.
      process.stderr.write(`${drawn > 0 ? `\u001b[${drawn}A\u001b[J` : ""}${harmless(line)}\n`);
      drawn = 0;
    },
    rows: () => process.stderr.rows || 24,
    redraw: (lines) => {
      if (format !== "pretty") return;
      const up = drawn > 0 ? `\u001b[${drawn}A` : "";
      const width = process.stderr.columns || 80;
      // What was drawn before and has no line any more is cleared too.
      process.stderr.write(
        `${up}${lines.map((line) => `\u001b[2K${fit(harmless(line).replaceAll("\n", " "), width)}\n`).join("")}\u001b[J`,
      );
      drawn = lines.length;
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const colorOrControl = /\u001b\[[\d;]*m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * What others have named and written may hold anything: nothing but colours, new lines and tabs gets to the terminal as it is,
 * so that it cannot move the cursor, and colours end with their line.
 */
function harmless(line: string): string {
  let isColored = false;
  const text = line.replaceAll(colorOrControl, (found) => {
    isColored ||= found.length > 1;
    return found.length > 1 ? found : "\ufffd";
  });
  return isColored && !text.endsWith("\u001b[39m") && !text.endsWith("\u001b[22m") ? `${text}\u001b[0m` : text;
}

/** Text of others as a part of one line: without colours, and without anything that is not seen. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}

/** Aligned columns with a header, a line each whatever is in the cells; no trailing spaces. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [header, ...rows].map((row) => row.map((cell) => harmless(cell).replaceAll(/[\n\t]/g, " ")));
  const width = (cell: string) => stripVTControlCharacters(cell).length;
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd(),
  );
}

/** "1 byte", "2 bytes". */
export function counted(count: number | string, noun: string): string {
  return `${count} ${noun}${Number(count) === 1 ? "" : "s"}`;
}

/** "3s ago" for a Unix time in milliseconds; "-" for 0. */
export function age(unixMs: number, nowMs = Date.now()): string {
  return unixMs === 0 ? "-" : `${duration(Math.max(0, nowMs - unixMs))} ago`;
}

/** Two units at most: "1.2s", "3m 5s", "2h 10m", "4d 1h". */
export function duration(ms: number): string {
  if (ms < 60_000) return ms < 1000 ? `${Math.round(ms)}ms` : `${(ms / 1000).toFixed(1)}s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes}m ${Math.floor((ms % 60_000) / 1000)}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

function fit(line: string, width: number): string {
  return stripVTControlCharacters(line).length <= width
    ? line
    : `${stripVTControlCharacters(line).slice(0, width - 1)}…`;
}
