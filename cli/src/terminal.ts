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
      if (format !== "silent") await write(`${line}\n`);
    },
    write,
    age: (unixMs) => (detail && unixMs !== 0 ? `${new Date(unixMs).toISOString()} (${age(unixMs)})` : age(unixMs)),
    say: (line) => {
      if (format !== "pretty") return;
      // What was drawn makes room, and is drawn again below.
      process.stderr.write(`${drawn > 0 ? `\u001b[${drawn}A\u001b[J` : ""}${line}\n`);
      drawn = 0;
    },
    rows: () => process.stderr.rows || 24,
    redraw: (lines) => {
      if (format !== "pretty") return;
      const up = drawn > 0 ? `\u001b[${drawn}A` : "";
      const width = process.stderr.columns || 80;
      // What was drawn before and has no line any more is cleared too.
      process.stderr.write(`${up}${lines.map((line) => `\u001b[2K${fit(line, width)}\n`).join("")}\u001b[J`);
      drawn = lines.length;
    },
  };
}

/** Aligned columns with a header; no trailing spaces. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [header, ...rows];
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
