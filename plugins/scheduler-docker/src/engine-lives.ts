import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "./engine.js";

export interface EngineLivesOptions {
  readonly engine: Pick<Engine, "startedAtMs">;
  /** Keeps which engine was followed last, for the next process of the plugin. */
  readonly dataDirectory: string;
}

/**
 * Which ends may have been made up: an engine that is started makes up how a container ended that the one before it died over, and
 * dates it to its own start. When this plugin was away as well, there may have been engines that it knows nothing of.
 */
export class EngineLives {
  readonly #engine: Pick<Engine, "startedAtMs">;
  readonly #file: string;
  /** When the engine was started that was followed last; undefined when none was, or it does not say. */
  #followedMs: number | undefined;
  /** An earlier process of the plugin has followed it, and nobody has since. */
  #isInherited = true;
  #lostAtMs: number | undefined;
  /** The first start after that. */
  #nextStartMs: number | undefined;
  #doubtfulFromMs: number | undefined;

  constructor({ engine, dataDirectory }: EngineLivesOptions) {
    this.#engine = engine;
    this.#file = join(dataDirectory, "followed-engine");
    this.#followedMs = readNumber(this.#file);
  }

  /** Ends of that time or later may be made up, unless they were told. Undefined when the engine does not say when it started. */
  get doubtfulFromMs(): number | undefined {
    return this.#doubtfulFromMs;
  }

  /** The engine does not answer: called at every try. */
  lost(): void {
    this.#lostAtMs ??= Date.now();
    const startedAtMs = this.#engine.startedAtMs();
    if (startedAtMs !== undefined && startedAtMs > this.#lostAtMs) this.#nextStartMs ??= startedAtMs;
  }

  /** The engine answers, and from now on tells every end. */
  followed(): void {
    const startedAtMs = this.#engine.startedAtMs();
    const isAnother = this.#followedMs !== undefined && this.#followedMs !== startedAtMs;
    this.#doubtfulFromMs =
      startedAtMs === undefined ? undefined : isAnother && this.#isInherited ? 0 : (this.#nextStartMs ?? startedAtMs);
    if (startedAtMs !== undefined && startedAtMs !== this.#followedMs) {
      writeFileSync(`${this.#file}.new`, String(startedAtMs), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    }
    this.#followedMs = startedAtMs;
    this.#isInherited = false;
    this.#lostAtMs = undefined;
    this.#nextStartMs = undefined;
  }
}

function readNumber(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}
