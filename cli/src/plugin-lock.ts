import { Fault, messageOf } from "@gofer/sdk/fault";
import * as z from "zod";

const Entry = z.strictObject({
  alias: z.string(),
  name: z.string(),
  version: z.string(),
  source: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "is not sha256:<hex>"),
  permissions: z.array(z.string()),
});
const Lock = z.strictObject({ lockVersion: z.literal(1), plugins: z.array(Entry) });
type LockEntry = z.output<typeof Entry>;

interface Installed {
  readonly alias: string;
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly digest: string;
  readonly permissions: readonly string[];
}

/** The content of a lock file, sorted; and what cannot be locked, with the reason. */
export function writeLock(plugins: readonly Installed[]): { entries: string; left: readonly string[] } {
  const isLive = ({ source }: Installed) => source.endsWith(" (DEV)");
  const left = plugins
    .filter(isLive)
    .map(({ alias }) => `${alias} is a live link and not locked: its files may change`);
  const entries = plugins
    .filter((plugin) => plugin.digest !== "" && !isLive(plugin))
    .map(({ alias, name, version, source, digest, permissions }) => ({
      alias,
      name,
      version,
      source,
      digest,
      permissions: [...permissions],
    }))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1));
  return { entries: `${JSON.stringify({ lockVersion: 1, plugins: entries }, undefined, 2)}\n`, left };
}

/** Throws `invalid` with the file and all problems. */
export function parseLock(file: string, content: string): readonly LockEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new Fault("invalid", `${file} is not JSON: ${messageOf(error)}`);
  }
  const parsed = Lock.safeParse(json);
  if (parsed.success) return parsed.data.plugins;
  throw new Fault(
    "invalid",
    parsed.error.issues.map(({ path, message }) => `${file}: /${path.join("/")}: ${message}`).join("\n"),
  );
}

/** The entries that are not installed with their digest, and whether something else is under their alias. */
export function readLock(
  wanted: readonly LockEntry[],
  plugins: readonly Installed[],
): readonly { readonly entry: LockEntry; readonly installed: boolean }[] {
  return wanted.flatMap((entry) => {
    const found = plugins.find(({ alias }) => alias === entry.alias);
    return found?.digest === entry.digest ? [] : [{ entry, installed: found !== undefined }];
  });
}
