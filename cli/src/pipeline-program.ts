import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { decodePipelineConfig, type PipelineConfig } from "@gofer/proto";
import { Fault } from "@gofer/sdk/fault";
import { pipelineFromJson } from "./pipeline-json.js";

const entryNames = [
  "pipeline.ts",
  "pipeline.mts",
  "pipeline.js",
  "pipeline.mjs",
  "index.ts",
  "index.js",
  "main.ts",
  "main.js",
];
const nodeEndings = new Set([".ts", ".mts", ".js", ".mjs"]);
const maxOutputBytes = 16 << 20;

/**
 * The config that a pipeline's program prints. The language is found by what is there, or a command is
 * given. What the program writes to standard error is shown as it comes.
 */
export async function loadPipeline(path: string, exec: string | undefined): Promise<PipelineConfig> {
  const full = resolve(path);
  if (!existsSync(full)) throw new Fault("notFound", `${path} does not exist`);
  if (exec !== undefined) return parseConfig(await execute("/bin/sh", ["-c", exec], directoryOf(full)), exec);
  if (statSync(full).isFile() && [".json", ".binpb"].includes(extname(full)))
    return parseFile(readFileSync(full), path);
  const entry = statSync(full).isFile()
    ? full
    : entryNames.map((name) => join(full, name)).find((file) => existsSync(file));
  if (entry !== undefined && nodeEndings.has(extname(entry))) return parseConfig(await runNode(entry), path);
  if (entry?.endsWith(".py") === true) return parseConfig(await execute("python3", [entry], dirname(entry)), path);
  const has = (name: string) => existsSync(join(full, name));
  if (has("go.mod")) return parseConfig(await execute("go", ["run", "."], full), path);
  if (has("Cargo.toml")) return parseConfig(await execute("cargo", ["run", "--quiet"], full), path);
  if (has("pipeline.py")) return parseConfig(await execute("python3", ["pipeline.py"], full), path);
  throw new Fault(
    "invalid",
    `${path} holds no pipeline that is recognised (${entryNames.join(", ")}, go.mod, Cargo.toml, pipeline.py): name a file, give the command with --exec, or write a new one with gofer pipeline init`,
  );
}

/** Bundled beside its source, so that imports resolve as its author sees them; the SDK is always the command line's own. */
async function runNode(entry: string): Promise<Buffer> {
  const { build } = await import("esbuild");
  const output = join(dirname(entry), `.gofer-${process.pid}-${basename(entry)}.mjs`);
  const sdk = createRequire(import.meta.url).resolve("@gofer/sdk");
  try {
    await build({
      entryPoints: [entry],
      outfile: output,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: "inline",
      packages: "external",
      logLevel: "silent",
      plugins: [
        {
          name: "sdk",
          setup: (bundler) => bundler.onResolve({ filter: /^@gofer\/sdk$/ }, () => ({ path: sdk, external: true })),
        },
      ],
    });
    return await execute(process.execPath, ["--enable-source-maps", output], dirname(entry));
  } catch (error) {
    if (error instanceof Error && "errors" in error && Array.isArray(error.errors))
      throw new Fault("invalid", `${entry} does not compile: ${error.message}`);
    throw error;
  } finally {
    rmSync(output, { force: true });
  }
}

function execute(program: string, parameters: readonly string[], directory: string): Promise<Buffer> {
  return new Promise((done, failed) => {
    const child = spawn(program, parameters, { cwd: directory, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutputBytes) child.kill();
      else chunks.push(chunk);
    });
    child.once("error", () => failed(new Fault("invalid", `the pipeline needs "${program}", which is not installed`)));
    child.once("close", (code) => {
      if (size > maxOutputBytes) failed(new Fault("invalid", "the pipeline printed more than 16 MiB"));
      else if (code === 0) done(Buffer.concat(chunks));
      else failed(new Fault("invalid", `the pipeline's program ended with exit code ${code ?? "unknown"}: see above`));
    });
  });
}

function parseFile(bytes: Buffer, path: string): PipelineConfig {
  if (bytes.length === 0) throw new Fault("invalid", `${path} is empty: it must hold a pipeline`);
  if (extname(path) === ".json") return pipelineFromJson(bytes.toString(), path);
  try {
    return decodePipelineConfig(bytes);
  } catch (error) {
    throw new Fault("invalid", `${path} is not a pipeline in protobuf`, { cause: error });
  }
}

function parseConfig(bytes: Buffer, source: string): PipelineConfig {
  if (bytes.length === 0) throw new Fault("invalid", `${source} printed nothing: end the program with .finish()`);
  if (bytes[0] === 0x7b) return pipelineFromJson(bytes.toString(), source);
  try {
    return decodePipelineConfig(bytes);
  } catch (error) {
    throw new Fault(
      "invalid",
      `${source} printed something that is not a pipeline (protobuf or JSON): it must print nothing else to standard output`,
      { cause: error },
    );
  }
}

const directoryOf = (path: string) => (statSync(path).isDirectory() ? path : dirname(path));
