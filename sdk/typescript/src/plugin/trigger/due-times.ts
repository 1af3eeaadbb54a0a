/** A binary heap of numbers with a due time each, in typed arrays: 12 bytes an item, no garbage. */
export class DueTimes {
  #times = new Float64Array(64);
  #items = new Int32Array(64);
  #size = 0;

  /** The earliest due time; undefined when there is none. */
  get first(): number | undefined {
    return this.#size === 0 ? undefined : this.#times[0];
  }

  add(timeMs: number, item: number): void {
    if (this.#size === this.#times.length) this.#grow();
    let hole = this.#size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.#timeAt(parent) <= timeMs) break;
      this.#copy(parent, hole);
      hole = parent;
    }
    this.#times[hole] = timeMs;
    this.#items[hole] = item;
  }

  /** Takes out the item with the earliest due time. */
  take(): number | undefined {
    if (this.#size === 0) return undefined;
    const taken = this.#items[0];
    const last = --this.#size;
    const timeMs = this.#timeAt(last);
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#timeAt(child + 1) < this.#timeAt(child)) child++;
      if (timeMs <= this.#timeAt(child)) break;
      this.#copy(child, hole);
      hole = child;
    }
    this.#copy(last, hole);
    return taken;
  }

  clear(): void {
    this.#size = 0;
  }

  #timeAt(index: number): number {
    return this.#times[index] ?? Number.POSITIVE_INFINITY;
  }

  #copy(from: number, to: number): void {
    this.#times[to] = this.#timeAt(from);
    this.#items[to] = this.#items[from] ?? 0;
  }

  #grow(): void {
    const times = new Float64Array(this.#size * 2);
    times.set(this.#times);
    this.#times = times;
    const items = new Int32Array(this.#size * 2);
    items.set(this.#items);
    this.#items = items;
  }
}
