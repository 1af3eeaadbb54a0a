import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Layout, namesIn } from "./layout.js";

/** A put that has not moved for so long is dead: the kernel gives up after 60 s. */
const abandonedMs = 120_000;

/** Removes what a crash has left between two steps: staged bytes, data that no name has, content that nothing has. */
export async function removeLeftovers(
  layout: Layout,
  readEntry: (path: string) => Promise<{ readonly etag: string } | undefined>,
  nowMs: number,
): Promise<void> {
  const isOld = async (path: string) => {
    const facts = await stat(path).catch(() => undefined);
    return facts !== undefined && Math.max(facts.mtimeMs, facts.ctimeMs) < nowMs - abandonedMs ? facts : undefined;
  };
  for (const name of await namesIn(layout.staging)) {
    if (await isOld(join(layout.staging, name))) await rm(join(layout.staging, name), { force: true });
  }
  const named = new Set<string>();
  for (const scope of await namesIn(layout.names)) {
    for (const name of await namesIn(join(layout.names, scope))) {
      const entry = await readEntry(join(layout.names, scope, name));
      if (entry) named.add(entry.etag);
    }
  }
  for (const folder of await namesIn(layout.data)) {
    for (const etag of await namesIn(join(layout.data, folder))) {
      const path = join(layout.data, folder, etag);
      if (!named.has(etag) && (await isOld(path))) await rm(path, { force: true });
    }
  }
  for (const folder of await namesIn(layout.content)) {
    for (const sha256 of await namesIn(join(layout.content, folder))) {
      const path = join(layout.content, folder, sha256);
      const facts = await isOld(path);
      if (facts?.nlink === 1) await rm(path, { force: true });
    }
  }
}
