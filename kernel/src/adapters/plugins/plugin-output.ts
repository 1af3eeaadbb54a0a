import { EventEmitter, once } from "node:events";
import { appendFileSync, renameSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import type { PluginLogLine } from "../../ports/plugin-host.js";

const keptLines = 1000;
const keptBytes = 2 << 20;
const longestLineBytes = 64 << 10;
const linesPerSecond = 1000;
const bytesPerSecond = 1 << 20;
/** Above it the plugin is made to wait: reading on would take the kernel's time from everybody else. */
const floodBytesPerSecond = 8 << 20;
const fileLimitBytes = 5 << 20;

const levels: Readonly<Record<string, PluginLogLine["level"]>> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  fatal: "error",
};

/** What one plugin writes: kept in memory, on file, and for those who follow. It is always read, so that the plugin never blocks. */
export class PluginOutput {
  readonly #path: string;
  readonly #lines: PluginLogLine[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #total = 0;
  #second = 0;
  #inSecond = 0;
  #bytesInSecond = 0;
  #dropped = 0;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads a stream to its end, line by line. */
  attach(stream: Readable, fallback: PluginLogLine["level"]): void {
    let rest = "";
    let second = 0;
    let inSecond = 0;
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      const now = Date.now();
      if (Math.floor(now / 1000) !== second) {
        second = Math.floor(now / 1000);
        inSecond = 0;
      }
      inSecond += text.length;
      if (inSecond > floodBytesPerSecond) {
        stream.pause();
        setTimeout(() => stream.resume(), 1000 - (now % 1000)).unref();
      }
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.add(line, fallback);
      if (rest.length > longestLineBytes) {
        this.add(rest, fallback);
        rest = "";
      }
    });
    stream.on("end", () => {
      if (rest !== "") this.add(rest, fallback);
    });
    stream.on("error", () => undefined);
  }

  add(raw: string, fallback: PluginLogLine["level"]): void {
    const text = raw.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007|\r/g, "");
    if (text.trim() === "") return;
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
      this.#bytesInSecond = 0;
      const dropped = this.#dropped;
      this.#dropped = 0;
      if (dropped > 0)
        this.#store({
          writtenAtMs: Date.now(),
          level: "warn",
          message: `${dropped} lines dropped: the plugin wrote more than ${linesPerSecond} lines or 1 MiB in a second`,
          fields: {},
        });
    }
    this.#bytesInSecond += text.length;
    if (++this.#inSecond > linesPerSecond || this.#bytesInSecond > bytesPerSecond) {
      this.#dropped++;
      return;
    }
    this.#store(parseLine(text, fallback));
  }

  /** Number of lines so far: what one life of the plugin wrote comes after it. */
  get written(): number {
    return this.#total;
  }

  /** The last lines after a number of lines as text, long ones cut. */
  tail(count: number, after = 0): readonly string[] {
    const wanted = Math.min(count, this.#total - after);
    return wanted <= 0 ? [] : this.#lines.slice(-wanted).map(({ message }) => message.slice(0, 2000));
  }

  /** Without following it ends with what was there at the call, however fast the plugin writes on. */
  async *read({ follow, signal }: { follow: boolean; signal: AbortSignal }): AsyncGenerator<PluginLogLine> {
    const end = follow ? Number.POSITIVE_INFINITY : this.#total;
    for (let next = Math.max(0, this.#total - this.#lines.length); !signal.aborted && next < end; ) {
      const oldest = this.#total - this.#lines.length;
      const line = this.#lines[Math.max(next, oldest) - oldest];
      if (line) {
        next = Math.max(next, oldest) + 1;
        yield line;
      } else if (follow) await once(this.#changes, "line", { signal }).catch(() => undefined);
      else return;
    }
  }

  #store(line: PluginLogLine): void {
    this.#lines.push(line);
    this.#total++;
    this.#bytes += line.message.length;
    while (this.#lines.length > keptLines || (this.#bytes > keptBytes && this.#lines.length > 1))
      this.#bytes -= this.#lines.shift()?.message.length ?? 0;
    try {
      appendFileSync(this.#path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      if (this.#total % 500 === 0 && statSync(this.#path).size > fileLimitBytes)
        renameSync(this.#path, `${this.#path}.1`);
    } catch {
      // A full disk must not stop the reading: the lines in memory remain.
    }
    this.#changes.emit("line");
  }
}

/** A structured line (hclog or pino) keeps its level and fields; "[WARN] …" keeps its level. */
export function parseLine(text: string, fallback: PluginLogLine["level"]): PluginLogLine {
  const plain = { writtenAtMs: Date.now(), fields: {} };
  if (text.startsWith("{")) {
    const json = parseJson(text);
    const message = json?.["@message"] ?? json?.["msg"];
    if (json && typeof message === "string") {
      const {
        "@message": _m,
        msg: _p,
        "@level": hclogLevel,
        level,
        "@timestamp": _t,
        time: _u,
        "@module": _n,
        ...fields
      } = json;
      return {
        ...plain,
        level: levels[String(hclogLevel ?? level).toLowerCase()] ?? fallback,
        message,
        fields: Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        ),
      };
    }
  }
  const [, prefix, message] = /^\[(TRACE|DEBUG|INFO|WARN|ERROR)\]\s*(.*)$/s.exec(text) ?? [];
  if (prefix !== undefined && message !== undefined)
    return { ...plain, level: levels[prefix.toLowerCase()] ?? fallback, message };
  return { ...plain, level: /^(panic|fatal error): /.test(text) ? "error" : fallback, message: text };
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
