/** 0.05 s, doubled up to 10 s. */
export function backoffMs(failures: number): number {
  return Math.min(50 * 2 ** failures, 10_000);
}
