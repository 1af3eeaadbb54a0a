/** The value below which a share of the sorted samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]) => quantile(samples, 0.5);

/** One line of the table: a figure as a ratio to a floor of the same round. */
export interface Figure {
  readonly name: string;
  /** The figure itself, with its unit in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, and the ratio; absent for a figure that is only told. */
  readonly floor?: string;
  readonly ratio?: number;
  /** What the ratio should be, for example ">= 3". */
  readonly goal?: string;
}

/** Whether a ratio keeps its goal (">= 3" or "<= 8"). */
export function keepsGoal({ ratio, value, goal }: Figure): boolean | undefined {
  const [, sign, bound] = /^(>=|<=) ([\d.]+)/.exec(goal ?? "") ?? [];
  if (sign === undefined) return undefined;
  const measured = ratio ?? value;
  return sign === ">=" ? measured >= Number(bound) : measured <= Number(bound);
}

/** The median of each figure over rounds that measured the same. */
export function mediansOf(rounds: readonly (readonly Figure[])[]): readonly Figure[] {
  const [first = []] = rounds;
  return first.map((figure) => {
    const same = rounds.flatMap((round) => round.filter(({ name }) => name === figure.name));
    const ratios = same.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
    return {
      ...figure,
      value: median(same.map(({ value }) => value)),
      ...(ratios.length > 0 ? { ratio: median(ratios) } : {}),
    };
  });
}
