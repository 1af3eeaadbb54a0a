import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..", "kernel", "src");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

test("the kernel names no technology and imports no plugin", () => {
  const named = sources.filter((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return (
      /docker|kubernetes|podman|github|\bcron\b|plugins\/(scheduler|store|secret|trigger|task)-/i.test(text) ||
      (/sqlite/i.test(text) && !file.startsWith(join("adapters", "ledger")))
    );
  });
  expect(named).toEqual([]);
});

test("domain and ports know no adapter, and app knows none either", () => {
  const offenders = sources.filter(
    (file) =>
      /^(domain|ports|app)\//.test(file) &&
      /from "\.\.\/(adapters|compose|main)/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(offenders).toEqual([]);
});
