import type { StoreItem } from "../ports/store-keys.js";

/** Which plugin keeps what is new, and a gate that a switch to another one closes for a moment. */
export class StoreChoice {
  /** Alias of the plugin. Only changed while the gate is closed. */
  alias: string;
  /** The setting of the kernel that was in force when the plugin was chosen. */
  readonly setting: string;
  #gate: Promise<void> | undefined;

  constructor(alias: string, setting: string) {
    this.alias = alias;
    this.setting = setting;
  }

  /** From now on no key is made to stand for anything new, until the result is disposed. Not to be called twice at once. */
  close(): Disposable {
    let open: () => void = () => undefined;
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return {
      [Symbol.dispose]: () => {
        this.#gate = undefined;
        open();
      },
    };
  }

  /**
   * Has a key stand for an item that has arrived. One that arrived in a store which is not the chosen one any more is carried
   * over first: no switch waits for those who are slow to send.
   */
  async name<T>(
    arrived: StoreItem,
    carry: (item: StoreItem, store: string) => Promise<StoreItem>,
    commit: (item: StoreItem) => Promise<T>,
  ): Promise<T> {
    for (let item = arrived; ; ) {
      if (this.#gate) await this.#gate;
      else if (item.store !== this.alias) item = await carry(item, this.alias);
      // In the same turn as the look at the gate: a switch that comes later finds this commit before its own.
      else return commit(item);
    }
  }
}
