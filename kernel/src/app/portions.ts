/** What one message may carry. */
export interface PortionLimits<Item> {
  readonly maxItems: number;
  /** In the unit of `weigh`. */
  readonly maxWeight: number;
  readonly weigh: (item: Item) => number;
}

/** Cuts what is to be sent into messages that can be taken, in order. An item that is too heavy alone goes alone. */
export function portionsOf<Item>(
  items: readonly Item[],
  { maxItems, maxWeight, weigh }: PortionLimits<Item>,
): Item[][] {
  const portions: Item[][] = [];
  let portion: Item[] = [];
  let weight = 0;
  for (const item of items) {
    const added = weigh(item);
    if (portion.length === maxItems || (portion.length > 0 && weight + added > maxWeight)) {
      portions.push(portion);
      portion = [];
      weight = 0;
    }
    portion.push(item);
    weight += added;
  }
  if (portion.length > 0) portions.push(portion);
  return portions;
}
