import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import Docker from "dockerode";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..", "..");

/** Images that are plugins, made of this machine's node: without a registry, and gone with the last use. */
export class PluginImages implements AsyncDisposable {
  readonly docker: Docker;
  readonly #names: string[] = [];
  readonly #base = `gofer-test-plugins-${process.pid}`;

  constructor(socketPath: string) {
    this.docker = new Docker({ socketPath });
  }

  /** One file system with all of these programs in JavaScript, each bundled into one file, and with these binaries. */
  async prepare(programs: Readonly<Record<string, string>>, ...binaries: readonly string[]): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "gofer-image-"));
    try {
      for (const path of ["bin", "etc", "tmp", "proc", "sys", "dev", "run", "var/lib"])
        mkdirSync(join(folder, path), { recursive: true });
      for (const binary of [process.execPath, ...binaries]) {
        const target = join(folder, "bin", basename(binary));
        copyFileSync(binary, target);
        chmodSync(target, 0o755);
        for (const library of librariesOf(binary)) {
          mkdirSync(join(folder, dirname(library)), { recursive: true });
          copyFileSync(library, join(folder, library));
        }
      }
      await build({
        entryPoints: Object.fromEntries(Object.entries(programs).map(([name, path]) => [name, join(root, path)])),
        outdir: folder,
        outExtension: { ".js": ".mjs" },
        bundle: true,
        platform: "node",
        format: "esm",
        target: "node20",
        keepNames: true,
        logLevel: "warning",
        banner: {
          js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
        },
      });
      const tar = spawn("tar", ["--owner=0", "--group=0", "-C", folder, "-c", ...readdirSync(folder)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const progress = await this.docker.importImage(tar.stdout, {
        repo: this.#base,
        tag: "base",
        changes: ["ENV PATH=/bin"],
      });
      for await (const line of progress) if (String(line).includes('"error"')) throw new Error(String(line));
      this.#names.push(`${this.#base}:base`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** An image that runs a command, "/<program>.mjs" for node or a binary; its name. A tag may be made again, of something else. */
  async make(
    command: readonly string[],
    tag: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const container = await this.docker.createContainer({
      Image: `${this.#base}:base`,
      Cmd: [...command],
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    });
    const name = `${this.#base}:${tag}`;
    await container.commit({ repo: this.#base, tag });
    await container.remove();
    if (!this.#names.includes(name)) this.#names.push(name);
    return name;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of this.#names.reverse()) await this.docker.getImage(name).remove({ force: true });
  }
}

/** The dynamic libraries that a program needs, the loader among them; none for one that is linked statically. */
function librariesOf(program: string): readonly string[] {
  const { stdout: text } = spawnSync("ldd", [program], { encoding: "utf8" });
  return [...text.matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) => path);
}
