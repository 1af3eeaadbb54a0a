import type { Engine } from "./engine.js";
import { type EngineEvent, pastEvents } from "./engine-events.js";
import { label } from "./labels.js";

/**
 * The codes with which containers ended, as the engine's events have told them. The event comes before the engine writes the end
 * down: one that dies between the two has forgotten the code when it is back, and makes one up, 255 or 0.
 */
export class ToldEnds {
  readonly #engine: Pick<Engine, "openStream">;
  readonly #installationId: string;
  readonly #codes = new Map<string, number>();
  #knowsAll = false;

  constructor(engine: Pick<Engine, "openStream">, installationId: string) {
    this.#engine = engine;
    this.#installationId = installationId;
  }

  /** Undefined when nobody has told it here. */
  codeOf(id: string): number | undefined {
    return this.#codes.get(id);
  }

  /** At the last recall the engine still had every event since its start: what it had not told then, it has not seen. */
  get knowsAll(): boolean {
    return this.#knowsAll;
  }

  take({ action, id, attributes }: EngineEvent): void {
    if (action === "destroy") this.forget(id);
    if (action !== "die" || attributes[label.key] === undefined) return;
    if (attributes[label.installation] !== this.#installationId) return;
    const code = Number(attributes["exitCode"]);
    if (Number.isInteger(code)) this.#codes.set(id, code);
  }

  forget(id: string): void {
    this.#codes.delete(id);
  }

  /** Takes what the engine has kept of its events: for what was told while nobody listened. */
  async recall(): Promise<void> {
    const { events, isAll } = await pastEvents(this.#engine);
    for (const event of events) this.take(event);
    this.#knowsAll = isAll;
  }
}
