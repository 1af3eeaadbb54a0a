import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Header } from "tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PackageStore, PluginPackage } from "../../ports/installations.js";
import { packageLimits } from "./package-files.js";
import { openPackageStore } from "./package-store.js";
import { unpack } from "./unpack.js";

const manifest = (changes: object = {}) =>
  JSON.stringify({
    name: "good",
    version: "1.0.0",
    contracts: [{ name: "gofer.task.v1" }],
    entrypoint: { node: "main.js" },
    ...changes,
  });

interface Entry {
  readonly path: string;
  readonly content?: string;
  readonly type?: "File" | "SymbolicLink" | "Link" | "CharacterDevice" | "FIFO" | "Directory";
  readonly link?: string;
  readonly mode?: number;
  /** What the header claims. */
  readonly size?: number;
}

/** An archive as no honest program would write it. */
function tgz(...entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = "", type = "File", link = "", mode = 0o644, size }) => {
    const header = new Header({
      path,
      type,
      linkpath: link,
      mode,
      size: size ?? Buffer.byteLength(content),
      mtime: new Date(0),
    });
    const block = Buffer.alloc(512);
    header.encode(block);
    const padding = (512 - (Buffer.byteLength(content) % 512)) % 512;
    return [block, Buffer.from(content), Buffer.alloc(padding)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const good: readonly Entry[] = [
  { path: "package/gofer-plugin.json", content: manifest() },
  { path: "package/main.js", content: "" },
];

let folder: string;
let store: PackageStore;
let probed: string[];
const open = (npmRegistry?: string) =>
  openPackageStore({
    root: join(folder, "packages"),
    bundled: join(folder, "bundled"),
    kernelVersion: "1.2.0",
    npmRegistry,
    prepareImage: async (image) => ({ reference: image, digest: "" }),
    async probe(target) {
      if (target.kind === "folder") probed.push(target.directory);
      const facts = { name: "", version: "", contracts: [] };
      return { facts, kernelRange: "*", permissions: [], configSchema: Buffer.alloc(0), violations: [] };
    },
  });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gofer-store-"));
  probed = [];
  store = open();
});
afterEach(() => rmSync(folder, { recursive: true }));

const fetchArchive = (bytes: Buffer) => {
  const file = join(folder, "plugin.tgz");
  writeFileSync(file, bytes);
  return store.fetch(file);
};
const directoryOf = (plugin: PluginPackage) => {
  const target = store.targetOf(plugin);
  return target.kind === "folder" ? target.directory : "";
};
const isClean = () => readdirSync(join(folder, "packages", "staging")).length === 0;

test("an archive becomes a folder named by its digest, which nobody can write or run with other rights", async () => {
  const entries = [...good, { path: "package/bin/run", content: "#!/bin/sh", mode: 0o6777 }];
  const { package: plugin } = await fetchArchive(tgz(...entries));
  const directory = directoryOf(plugin);
  expect(directory).toContain(plugin.digest.slice("sha256:".length));
  expect(statSync(join(directory, "bin", "run")).mode & 0o7777).toBe(0o555);
  expect(statSync(join(directory, "main.js")).mode & 0o7777).toBe(0o444);
  expect(probed).toHaveLength(1);
  expect(isClean()).toBe(true);
  expect((await fetchArchive(tgz(...entries))).package.digest).toBe(plugin.digest);
});

describe("a hostile archive is refused whole, and leaves nothing", () => {
  test.each<[string, Entry, RegExp]>([
    ["a path that climbs out", { path: "package/../../evil", content: "x" }, /evil" leads out/],
    ["an absolute path", { path: "/tmp/gofer-evil", content: "x" }, /gofer-evil" leads out/],
    ["a symbolic link", { path: "package/link", type: "SymbolicLink", link: "/etc/passwd" }, /SymbolicLink/],
    ["a hard link", { path: "package/link", type: "Link", link: "/etc/passwd" }, /is a Link/],
    ["a device", { path: "package/null", type: "CharacterDevice" }, /CharacterDevice/],
    ["a pipe", { path: "package/pipe", type: "FIFO" }, /FIFO/],
    ["a bomb", { path: "package/bomb", size: 600 << 20 }, /unpacks to more than/],
    ["an end in the middle", { path: "package/short", content: "x", size: 5000 }, /refused/],
  ])("%s", async (_name, entry, message) => {
    const error: unknown = await fetchArchive(tgz(...good, entry)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid" });
    expect(String(error)).toMatch(message);
    expect(isClean()).toBe(true);
    expect(readdirSync(join(folder, "packages"))).toEqual(["staging"]);
    expect(existsSync("/tmp/gofer-evil")).toBe(false);
    expect(probed).toEqual([]);
  });

  test("too many entries", async () => {
    const many = Array.from({ length: 6 }, (_, index) => ({ path: `package/f${index}` }));
    const file = join(folder, "many.tgz");
    writeFileSync(file, tgz(...many));
    await expect(unpack(file, folder, { ...packageLimits, files: 5 })).rejects.toThrow(/more than 5 entries/);
  });

  test.each([
    ["something that is no archive", Buffer.from("hello"), /refused/],
    ["no manifest", tgz({ path: "package/main.js" }), /holds no gofer-plugin\.json/],
    ["a broken manifest", tgz({ path: "package/gofer-plugin.json", content: "{" }), /cannot be read/],
  ])("%s", async (_name, bytes, message) => {
    await expect(fetchArchive(bytes)).rejects.toThrow(message);
    expect(isClean()).toBe(true);
  });

  test.each([
    ["an entrypoint outside", { entrypoint: { node: "../other.js" } }, /must be a file of the package/],
    ["an entrypoint that is not there", { entrypoint: { command: ["./bin/x"] } }, /has no such file/],
    ["another kernel", { kernel: ">=2" }, /works with kernels >=2, this one is 1\.2\.0/],
    ["another platform", { platforms: ["plan9/mips"] }, /made for plan9\/mips, this is/],
  ])("%s", async (_name, changes, message) => {
    const bytes = tgz({ path: "package/gofer-plugin.json", content: manifest(changes) }, { path: "package/main.js" });
    await expect(fetchArchive(bytes)).rejects.toThrow(message);
    expect(isClean()).toBe(true);
  });
});

test("a folder is a live link; a link in it is refused, but for what a package manager puts there", async () => {
  const directory = join(folder, "live");
  mkdirSync(directory);
  writeFileSync(join(directory, "gofer-plugin.json"), manifest());
  writeFileSync(join(directory, "main.js"), "");
  const { package: plugin } = await store.fetch(directory);
  expect(plugin).toMatchObject({ kind: "link", source: directory });
  expect(directoryOf(plugin)).toBe(directory);
  mkdirSync(join(directory, "node_modules"));
  symlinkSync("/etc", join(directory, "node_modules", "sdk"));
  expect((await store.fetch(directory)).package.digest).toBe(plugin.digest);
  symlinkSync("/etc", join(directory, "etc"));
  await expect(store.fetch(directory)).rejects.toThrow(/etc, which is neither a file nor a folder/);
});

test("a store that is opened again removes what an interrupted fetch left, and collects what nobody uses", async () => {
  const { package: plugin } = await fetchArchive(tgz(...good));
  mkdirSync(join(folder, "packages", "staging", "p123", "files"), { recursive: true });
  const again = open();
  expect(isClean()).toBe(true);
  again.collect([plugin]);
  expect(existsSync(directoryOf(plugin))).toBe(true);
  again.collect([]);
  expect(existsSync(directoryOf(plugin))).toBe(false);
});

describe("npm", () => {
  /** A registry with one package. */
  async function registry(
    tarball: Buffer,
    integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
  ) {
    const server = createServer((request, response) => {
      if (request.url === "/good.tgz") return void response.end(tarball);
      if (request.url !== "/good") return void response.writeHead(404).end("{}");
      const dist = { tarball: `${address}/good.tgz`, integrity };
      const version = { name: "good", version: "1.0.0", dist, hasInstallScript: true };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ name: "good", "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    const address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
    return { address, [Symbol.asyncDispose]: async () => void server.close() };
  }
  const scripts = (marker: string) => ({
    path: "package/package.json",
    content: JSON.stringify({
      name: "good",
      version: "1.0.0",
      scripts: { install: `touch ${marker}`, prepare: `touch ${marker}` },
    }),
  });

  test("a package is fetched by its integrity, and none of its scripts is run", async () => {
    const marker = join(folder, "was-run");
    await using served = await registry(tgz(...good, scripts(marker)));
    store = open(served.address);
    expect((await store.fetch("npm:good@^1")).package).toMatchObject({
      kind: "stored",
      source: "npm:good@^1",
      version: "1.0.0",
    });
    expect(existsSync(marker)).toBe(false);
    await expect(store.fetch("npm:good@2")).rejects.toMatchObject({ code: "notFound" });
    await expect(store.fetch("npm:bad")).rejects.toMatchObject({ code: "notFound" });
    expect(isClean()).toBe(true);
  });

  test("other bytes than the registry promises are refused", async () => {
    await using served = await registry(
      tgz(...good),
      `sha512-${createHash("sha512").update("other").digest("base64")}`,
    );
    store = open(served.address);
    await expect(store.fetch("npm:good")).rejects.toThrow(/integrity|EINTEGRITY/);
    expect(isClean()).toBe(true);
  });

  test.each(["npm:git+https://example.org/x.git", "npm:../x", "npm:file:/x", "npm:a/b/c", "https://x/y.tgz", "x"])(
    "%s is no source",
    async (source) => {
      await expect(store.fetch(source)).rejects.toMatchObject({ code: "invalid" });
    },
  );
});
