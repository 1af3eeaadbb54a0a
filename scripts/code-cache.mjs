// Starts each bundled program once, so that it leaves the code that a start compiles beside it (scripts/program.cjs).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Plugin } from "@gofer/proto";
import { connectKernel } from "@gofer/sdk";
import { openPluginChannel, pluginEnvironment } from "@gofer/sdk/host";
import { createCertificate, parseHandshake } from "@gofer/sdk/plugin";
import { clientOf } from "@gofer/sdk/rpc";

const patienceMs = 60_000;

/** Without it a program only starts more slowly: what does not start here is told, and is no reason to fail. */
export async function makeCodeCaches(root, plugins) {
  const certificate = createCertificate({ validForMs: 3600_000 });
  const waiting = [
    { program: join(root, "kernel", "dist", "bundle", "main.js"), warm: warmKernel },
    ...plugins.map((folder) => ({ program: join(root, folder, "dist", "bundle", "main.js"), warm: warmPlugin })),
  ];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const folder = mkdtempSync(join(tmpdir(), "gofer-start-"));
      try {
        await next.warm(next.program, { folder, certificate });
      } catch (error) {
        process.stderr.write(`${next.program} will start more slowly: ${error.message}\n`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  };
  await Promise.all([worker(), worker()]);
}

async function warmKernel(program, { folder }) {
  const announcement = join(folder, "kernel.json");
  const plugins = join(folder, "plugins");
  mkdirSync(plugins);
  const watcher = watch(folder);
  const env = {
    ...{ PATH: process.env.PATH, GOFER_DATA_DIR: folder, GOFER_PLUGIN_DIR: plugins },
    ...{ GOFER_SERVER_HOST: "127.0.0.1:0", GOFER_LOG_LEVEL: "fatal" },
  };
  await run(program, env, async (child, failed) => {
    while (!existsSync(announcement)) await Promise.race([once(watcher, "change"), failed]);
    watcher.close();
    const { address, certificateFile } = JSON.parse(readFileSync(announcement, "utf8"));
    const { kernel, close } = connectKernel({ address, certificate: readFileSync(certificateFile, "utf8") });
    await kernel.getServiceInfo({});
    close();
    child.kill("SIGTERM");
  });
}

async function warmPlugin(program, { folder, certificate }) {
  const env = pluginEnvironment({ socketDirectory: folder, clientCertificate: certificate.pem });
  await run(program, env, async (child, failed) => {
    const [line] = await Promise.race([once(child.stdout, "data"), failed]);
    const channel = openPluginChannel(parseHandshake(String(line).trim()), {
      ...{ own: certificate, socketDirectory: folder, peer: program },
    });
    await clientOf(Plugin, channel).getInfo({});
    channel.close();
    child.stdin.end();
  });
}

/** Runs a program until it has ended of itself after what is done with it. */
async function run(program, env, use) {
  const child = spawn(process.execPath, [program], {
    env: { ...env, MAKE_CODE_CACHE: "1" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  const ended = once(child, "exit");
  const failed = ended.then(([code]) => Promise.reject(new Error(`it ended with ${code} before it served`)));
  failed.catch(() => undefined);
  try {
    await use(child, failed);
    await ended;
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
}
