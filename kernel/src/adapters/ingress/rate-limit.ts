export interface RateLimit {
  readonly perSecond: number;
  /** What may come at once after a quiet time. */
  readonly burst: number;
}

/** A token bucket for each name; returns in how many seconds to come back, or 0 when one may pass. */
export function createRateLimit({ perSecond, burst }: RateLimit, now: () => number): (name: string) => number {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (name) => {
    const atMs = now();
    const bucket = buckets.get(name) ?? { tokens: burst, atMs };
    const elapsedMs = Math.max(0, atMs - bucket.atMs);
    const tokens = Math.min(burst, bucket.tokens + (elapsedMs / 1000) * perSecond);
    const passes = tokens >= 1;
    buckets.set(name, { tokens: passes ? tokens - 1 : tokens, atMs });
    return passes ? 0 : Math.ceil((1 - tokens) / perSecond);
  };
}
