import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Docker from "dockerode";
import { makeImages, startEngine, staticBusybox } from "../../scripts/docker-engine.mjs";
import { image } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";
import { pluginsOnly } from "../support/plugin-folder.js";
import { type Arena, kernelSettings, marksIn, processesNaming, straggler } from "./arena.js";
import { taskOf } from "./workload.js";

/**
 * Stands before the engine's own runtime and gives every container the folder where tasks note what they do: nothing of
 * what is tested knows of it.
 */
function runtimeWith(folder: string, inside: string): string {
  const mount = JSON.stringify({ destination: inside, type: "bind", source: folder, options: ["rbind", "rw"] });
  // Not the shell of this machine: it may complain of its directory, which a killed engine takes away, in the output of the task.
  return `#!${staticBusybox()} sh
bundle=; last=
for word in "$@"; do [ "$last" = --bundle ] && bundle=$word; last=$word; done
[ -z "$bundle" ] || sed -i 's|"mounts":\\[|"mounts":[${mount},|' "$bundle/config.json"
exec runc "$@"
`;
}

/** Tasks are containers of an engine that is there for them alone, and can be killed. */
export async function openDockerArena(): Promise<Arena> {
  const directory = mkdtempSync(join(tmpdir(), "gofer-chaos-"));
  const folder = join(directory, "world");
  // Where it is inside of every container; nothing else is called so.
  const inside = `/world-of-${basename(directory)}`;
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const runtime = join(directory, "runtime.sh");
  writeFileSync(runtime, runtimeWith(folder, inside), { mode: 0o755 });
  // Without live-restore the engine ends all containers when it comes back.
  const flags = ["--live-restore", `--add-runtime=noting=${runtime}`, "--default-runtime=noting"];
  const engine = await startEngine({ directory: join(directory, "engine"), flags });
  await makeImages(engine.socket, image);
  const plugins = pluginsOnly("scheduler-docker");
  const kernel = new TestKernel({
    ...kernelSettings,
    GOFER_PLUGIN_DIR: plugins,
    GOFER_SCHEDULER_ENGINE: "docker",
    GOFER_SCHEDULER_DOCKER_HOST: `unix://${engine.socket}`,
  });
  const docker = new Docker({ socketPath: engine.socket });
  return {
    kernel,
    task: (task) => taskOf(task, inside, image),
    marks: () => marksIn(folder),
    leftovers: async () => [
      ...(await docker.listContainers({ all: true })).map(
        ({ Names: names, Status: status }) => `container ${names[0]}: ${status}`,
      ),
      ...processesNaming(`${inside}/`),
    ],
    async litter() {
      const container = await docker.createContainer({ Image: image, Cmd: ["true"] });
      const left = await straggler(inside);
      return {
        pieces: 2,
        async [Symbol.asyncDispose]() {
          await left[Symbol.asyncDispose]();
          await container.remove({ force: true });
        },
      };
    },
    killBackend: async () => {
      await engine.kill("SIGKILL");
      await engine.start();
    },
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      await engine.stop();
      for (const path of [plugins, directory]) await rm(path, { recursive: true, force: true });
    },
  };
}
