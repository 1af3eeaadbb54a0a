const units: Readonly<Record<string, number>> = {
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** Whole bytes of a number (bytes) or of a number with a unit ("512MiB", "1.5 GB"). Undefined when it is not one. */
export function parseSize(size: number | string): number | undefined {
  if (typeof size === "number") return size;
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([kMG]B|[KMG]iB)$/.exec(size) ?? [];
  const factor = units[unit];
  return factor === undefined ? undefined : Math.round(Number(amount) * factor);
}
