import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { chmod, open, readdir, rename } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import semver from "semver";
import type { FetchedPackage, PackageStore, PluginPackage } from "../../ports/installations.js";
import type {
  PluginFacts,
  PluginHost,
  PluginProbe,
  PluginTarget,
  RegistryCredentials,
} from "../../ports/plugin-host.js";
import { Manifest, readManifest } from "./manifest.js";
import { treeDigest, treeDigestOrReason } from "./package-files.js";
import { unpack } from "./unpack.js";

export interface PackageStoreOptions {
  /** Folder of the packages; the store's own. */
  readonly root: string;
  /** Folder of the plugins that come with the kernel. */
  readonly bundled: string;
  readonly kernelVersion: string;
  readonly probe: (target: PluginTarget) => Promise<PluginProbe>;
  readonly prepareImage: PluginHost["prepareImage"];
  /** Where npm packages are asked for; the public registry when absent. */
  readonly npmRegistry?: string | undefined;
}

/** A name and a version or range of a registry: nothing that npm would clone, build or run. */
const registrySpec = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*(@[A-Za-z0-9.^~<>=*|+ -]+)?$/;

/** Opens the store, and removes what an interrupted fetch has left. */
export function openPackageStore(options: PackageStoreOptions): PackageStore {
  const { root, bundled, kernelVersion } = options;
  const staging = join(root, "staging");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const storedAt = (digest: string) => join(root, digest.replace(":", "-"));

  /** Everything that can be known about a package's files before an admin is asked. */
  const inspect = async (directory: string, skipped: readonly string[] = []) => {
    const manifest = readManifest(directory);
    checkFit(manifest, kernelVersion);
    checkEntrypoint(directory, manifest);
    const digest = await treeDigest(directory, skipped);
    await options.probe({ kind: "folder", directory });
    return { manifest, digest };
  };
  const describe = (
    { name, version, permissions, contracts, kernel }: Manifest,
    rest: Pick<PluginPackage, "source" | "kind" | "digest">,
  ): FetchedPackage => ({
    package: { name, version, permissions, ...rest },
    contracts: contracts.map((contract) => contract.name),
    kernel,
  });

  const fetchStored = async (source: string, bring: (folder: string) => Promise<string>): Promise<FetchedPackage> => {
    const folder = mkdtempSync(join(staging, "p"));
    try {
      const archive = await bring(folder);
      const files = join(folder, "files");
      mkdirSync(files, { mode: 0o700 });
      await unpack(archive, files);
      const top = topOf(source, files);
      await makeReadable(top);
      const { manifest, digest } = await inspect(top);
      const target = storedAt(digest);
      const isThere = existsSync(target);
      if (!isThere || (await treeDigestOrReason(target)) !== digest) {
        await syncTree(top);
        // Files that were changed since make way for those that were fetched again.
        if (isThere) await rename(target, join(folder, "changed"));
        await rename(top, target);
        await syncFolder(root);
      }
      return describe(manifest, { source, kind: "stored", digest });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  const fetchImage = async (source: string, auth: RegistryCredentials | undefined): Promise<FetchedPackage> => {
    const image = source.slice("image:".length);
    const { reference, digest: own } = await options.prepareImage(image, auth);
    const said = await options.probe({ kind: "image", source, reference, facts: undefined });
    const { facts, kernelRange, permissions } = said;
    checkSaid(source, facts, permissions);
    checkKernel(facts, kernelRange, kernelVersion);
    // A registry's digest is the same for everybody; what came from none is known to its engine only.
    const digest = [own, reference].find((text) => /^sha256:[0-9a-f]{64}$/.test(text));
    if (digest === undefined)
      throw new Fault("precondition", `${image} has no digest on this scheduler, and what may change is not installed`);
    return {
      package: { ...facts, permissions, source, kind: "image", digest, reference },
      contracts: facts.contracts.map(({ name }) => name),
      kernel: kernelRange,
    };
  };

  /** What has no manifest is what it says, and its digest is over that: at another time it may be something else. */
  const fetchEndpoint = async (source: string): Promise<FetchedPackage> => {
    const { facts, kernelRange, permissions, configSchema } = await options.probe({
      kind: "endpoint",
      source,
      facts: undefined,
    });
    checkSaid(source, facts, permissions);
    checkKernel(facts, kernelRange, kernelVersion);
    const said = JSON.stringify([source, facts, kernelRange, permissions, configSchema.toString("base64")]);
    const digest = `sha256:${createHash("sha256").update(said).digest("hex")}`;
    return {
      package: { ...facts, permissions, source, kind: "endpoint", digest },
      contracts: facts.contracts.map(({ name }) => name),
      kernel: kernelRange,
    };
  };

  return {
    async fetch(source, auth) {
      if (source.startsWith("endpoint:")) return fetchEndpoint(source);
      if (source.startsWith("image:")) return fetchImage(source, auth);
      if (source.startsWith("npm:")) return fetchStored(source, (folder) => download(source.slice(4), folder, options));
      if (source.startsWith("bundled:")) {
        const directory = join(bundled, source.slice("bundled:".length));
        if (dirOrFile(directory) !== "directory")
          throw new Fault("notFound", `there is no bundled plugin ${directory}`);
        const { manifest, digest } = await inspect(directory);
        return describe(manifest, { source, kind: "bundled", digest });
      }
      if (!isAbsolute(source)) {
        throw new Fault(
          "invalid",
          `source ${JSON.stringify(source)} is not known: give the absolute path of a folder or of a .tgz, npm:<name>@<version>, image:<reference>, or endpoint:<address>`,
        );
      }
      if (dirOrFile(source) === "file") return fetchStored(source, () => Promise.resolve(source));
      if (dirOrFile(source) === undefined)
        throw new Fault("notFound", `there is nothing at ${source} on the kernel's machine`);
      // What a package manager and git keep beside the sources of a plugin that is being written is full of links.
      const { manifest, digest } = await inspect(source, ["node_modules", ".git"]);
      return describe(manifest, { source, kind: "link", digest });
    },
    targetOf(plugin) {
      const { kind, source, digest, name, version, contracts = [] } = plugin;
      if (kind === "image")
        return { kind, source, reference: plugin.reference ?? digest, facts: { name, version, contracts } };
      if (kind === "endpoint") return { kind: "endpoint", source, facts: { name, version, contracts } };
      if (kind === "link") return { kind: "folder", directory: source };
      return {
        kind: "folder",
        directory: kind === "stored" ? storedAt(digest) : join(bundled, source.slice("bundled:".length)),
      };
    },
    collect(inUse) {
      const kept = new Set(inUse.flatMap(({ kind, digest }) => (kind === "stored" ? [storedAt(digest)] : [])));
      for (const name of readdirSync(root)) {
        if (name.startsWith("sha256-") && !kept.has(join(root, name))) rmSync(join(root, name), { recursive: true });
      }
    },
  };
}

function dirOrFile(path: string): "directory" | "file" | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() ? "directory" : found?.isFile() ? "file" : undefined;
}

/** The tarball of an npm package, its integrity checked. Nothing of it is run, and no dependency is fetched. */
async function download(spec: string, folder: string, { npmRegistry }: PackageStoreOptions): Promise<string> {
  if (!registrySpec.test(spec))
    throw new Fault("invalid", `npm:${spec} is not a name and a version of a registry, as in npm:@scope/name@1.2.3`);
  const { default: pacote } = await import("pacote");
  const file = join(folder, "package.tgz");
  try {
    await pacote.tarball.file(spec, file, {
      cache: join(folder, "cache"),
      ...(npmRegistry === undefined ? {} : { registry: npmRegistry }),
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const missing = code === "E404" || code === "ETARGET";
    throw new Fault(missing ? "notFound" : "unavailable", `npm:${spec} cannot be fetched: ${messageOf(error)}`);
  }
  return file;
}

/** npm and many others put everything into one folder. */
function topOf(source: string, files: string): string {
  if (existsSync(join(files, "gofer-plugin.json"))) return files;
  const [only, ...more] = readdirSync(files);
  if (only !== undefined && more.length === 0 && existsSync(join(files, only, "gofer-plugin.json")))
    return join(files, only);
  throw new Fault("invalid", `${source} holds no gofer-plugin.json, neither at its top nor in its only folder`);
}

/** A manifest is held against the same rules when it is read. Throws `invalid` with all problems. */
function checkSaid(source: string, { name, version, contracts }: PluginFacts, permissions: readonly string[]): void {
  const said = Manifest.safeParse({ name, version, contracts, permissions, entrypoint: { command: [source] } });
  if (said.success) return;
  const problems = said.error.issues.map(({ path, message }) => `${path.join("/")}: ${message}`);
  throw new Fault("invalid", `what the plugin at ${source} says of itself is not valid: ${problems.join("; ")}`);
}

function checkKernel({ name, version }: { name: string; version: string }, range: string, kernelVersion: string): void {
  if (semver.satisfies(kernelVersion, range)) return;
  throw new Fault(
    "precondition",
    `plugin ${name} ${version} works with kernels ${range}, this one is ${kernelVersion}: install a version for this kernel`,
  );
}

function checkFit(manifest: Manifest, kernelVersion: string): void {
  const { name, version, platforms } = manifest;
  const here = `${process.platform}/${process.arch}`;
  checkKernel(manifest, manifest.kernel, kernelVersion);
  if (platforms.length > 0 && !platforms.includes(here)) {
    throw new Fault(
      "precondition",
      `plugin ${name} ${version} is made for ${platforms.join(", ")}, this is ${here}: install the package for this platform`,
    );
  }
}

function checkEntrypoint(directory: string, { name, entrypoint }: Manifest): void {
  const file = "node" in entrypoint ? entrypoint.node : (entrypoint.command[0] ?? "");
  // A command without a slash is found on the PATH, an absolute one is an interpreter of the system.
  if (!("node" in entrypoint) && (isAbsolute(file) || !file.includes("/"))) return;
  const path = resolve(directory, file);
  if (isAbsolute(file) || relative(directory, path).startsWith(".."))
    throw new Fault("invalid", `the entrypoint of plugin ${name} is ${file}: it must be a file of the package`);
  if (dirOrFile(path) !== "file")
    throw new Fault("invalid", `the entrypoint of plugin ${name} is ${file}, and the package has no such file`);
}

/** One mode for files and one for programs, whatever the archive said: nobody writes, nothing is setuid. */
async function makeReadable(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (statSync(path).mode & 0o111) === 0 ? 0o444 : 0o555);
  }
  await chmod(directory, 0o755);
}

async function syncTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const file = await open(join(entry.parentPath, entry.name), "r");
    await file.sync();
    await file.close();
  }
  await syncFolder(directory);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync();
  await folder.close();
}
