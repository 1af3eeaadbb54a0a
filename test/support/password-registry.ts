import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Docker from "dockerode";
import { socket } from "./docker.js";

const isInstalled = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** The registry of the Docker project and the program that makes its password file (docker-registry, apache2-utils). */
export const hasRegistry =
  (isInstalled("docker-registry") && isInstalled("htpasswd")) || process.env["GOFER_TEST_TOOLCHAINS"] === "required";

/** The real registry, for one user, with a copy of an image of the engine in it. The engine does not keep the copy. */
export async function openPasswordRegistry(source: string, username: string, password: string) {
  const directory = mkdtempSync(join(tmpdir(), "gofer-registry-"));
  const address = `127.0.0.1:${await freePort()}`;
  const passwords = join(directory, "htpasswd");
  writeFileSync(passwords, spawnSync("htpasswd", ["-Bbn", username, password]).stdout);
  const config = join(directory, "config.json");
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(directory, "data") } },
      http: { addr: address },
      auth: { htpasswd: { realm: "test", path: passwords } },
    }),
  );
  const child = spawn("docker-registry", ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  const image = `${address}/acme/tool:1`;
  const docker = new Docker({ socketPath: socket });
  const forget = () => docker.getImage(image).remove();
  try {
    await listening(child);
    await docker.getImage(source).tag({ repo: `${address}/acme/tool`, tag: "1" });
    const authconfig = { username, password, serveraddress: address };
    const digest = await digestOf(await docker.getImage(image).push({ authconfig }));
    await forget();
    return {
      image,
      digest,
      /** Lets the engine pull it anew. */
      forget,
      [Symbol.asyncDispose]: async () => {
        await forget().catch(() => undefined);
        await close(child, directory);
      },
    };
  } catch (error) {
    await close(child, directory);
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}

async function listening(child: ChildProcess): Promise<void> {
  if (!child.stderr) throw new Error("the registry has no output");
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    if (!line.includes("listening on")) continue;
    child.stderr.resume();
    return;
  }
  throw new Error(`the registry ended: ${said.slice(-5).join("\n")}`);
}

/** What a push says of the image, or its error. */
async function digestOf(progress: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(progress)) {
    const { error, aux } = JSON.parse(line) as { error?: string; aux?: { Digest?: string } };
    if (error !== undefined) throw new Error(error);
    if (aux?.Digest !== undefined) return aux.Digest;
  }
  throw new Error("the push ended without a digest");
}

async function close(child: ChildProcess, directory: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(directory, { recursive: true, force: true });
}
