// A Docker engine for tests, demo and CI, on a machine that may have none and may reach no registry.
//
//   node scripts/docker-engine.mjs run -- COMMAND ARGUMENT...   runs a command with an engine; stops what it started
//
// It needs root and Debian packages (docker.io, busybox-static) only when they are not there yet.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const usualSocket = "/var/run/docker.sock";

/** A client of the engine behind a unix socket. */
function clientOf(socket) {
  const Docker = createRequire(import.meta.url)("dockerode");
  return new Docker({ socketPath: socket, host: undefined });
}

/**
 * True when an engine answers at the socket.
 * @param {string} socket
 * @returns {Promise<boolean>}
 */
export async function engineAnswers(socket = usualSocket) {
  if (!existsSync(socket)) return false;
  return Promise.race([
    clientOf(socket)
      .ping()
      .then(
        () => true,
        () => false,
      ),
    delay(5000, false, { ref: false }),
  ]);
}

function found(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim() || undefined;
}

function install(...packages) {
  if (process.getuid() !== 0) throw new Error(`${packages.join(", ")} must be installed: become root, or install it`);
  process.stderr.write(`installing ${packages.join(", ")}\n`);
  const apt = (...words) =>
    spawnSync("apt-get", ["-y", "-q", ...words], {
      stdio: ["ignore", "ignore", 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  const wanted = ["install", "--no-install-recommends", ...packages];
  if (!apt(...wanted) && !(apt("update") && apt(...wanted)))
    throw new Error(`apt-get cannot install ${packages.join(", ")}`);
}

/** An engine before version 23 wants each control group of version 1 mounted; an init system does that elsewhere. */
function mountControlGroups() {
  const mounted = (path) => readFileSync("/proc/mounts", "utf8").includes(` ${path} `);
  const mount = (...words) => spawnSync("mount", words, { stdio: "ignore" });
  if (!mounted("/sys/fs/cgroup")) mount("-t", "tmpfs", "-o", "mode=755", "cgroup_root", "/sys/fs/cgroup");
  if (existsSync("/sys/fs/cgroup/cgroup.controllers")) return;
  for (const line of readFileSync("/proc/cgroups", "utf8").split("\n")) {
    const [name, , , enabled] = line.split("\t");
    if (name.startsWith("#") || enabled !== "1" || ["net_cls", "net_prio", "perf_event", "hugetlb"].includes(name))
      continue;
    const path = `/sys/fs/cgroup/${name}`;
    mkdirSync(path, { recursive: true });
    if (!mounted(path)) mount("-t", "cgroup", "-o", name, "cgroup", path);
  }
}

/**
 * Starts an engine in a directory, with its own data and socket. An isolated one has a network of its own too: an engine
 * that shares the network of another takes its bridge away.
 * @param {{ directory: string, socket?: string, isolated?: boolean, flags?: readonly string[] }} options
 * @returns {Promise<{
 *   readonly socket: string,
 *   readonly kill: (signal: NodeJS.Signals) => Promise<void>,
 *   readonly start: () => Promise<void>,
 *   readonly stop: () => Promise<void>,
 * }>} `kill` resolves when dockerd is gone (its containers may go on), `start` starts it again on the same data,
 *   `stop` removes its containers, itself and its data.
 */
export async function startEngine({ directory, socket = join(directory, "docker.sock"), isolated = true, flags = [] }) {
  if (!found("dockerd")) install("docker.io");
  const name = `gofer-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  mountControlGroups();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const busybox = staticBusybox();
  const log = join(directory, "dockerd.log");
  const words = [
    ...["--data-root", join(directory, "data"), "--exec-root", join(directory, "exec")],
    ...["--pidfile", join(directory, "docker.pid"), "-H", `unix://${socket}`],
    // Two engines must not both tidy up the same control groups.
    ...(isolated ? ["--cgroup-parent", `/${name}`] : []),
    ...["--log-level", "warn", ...flags],
  ];
  const launch = async () => {
    // What a killed engine left: a number that may be taken again, or a process that nobody has waited for.
    for (const pid of ["docker.pid", "exec/containerd/containerd.pid"]) rmSync(join(directory, pid), { force: true });
    const script = `${isolated ? `${busybox} ip link set lo up; ` : ""}exec dockerd "$@" >>'${log}' 2>&1`;
    const shell = ["sh", "-c", script, "dockerd", ...words];
    const [program, ...parameters] = isolated ? ["unshare", "--net", "--uts", ...shell] : shell;
    const child = spawn(program, parameters, { stdio: "ignore", detached: true });
    const ended = once(child, "exit");
    let over = false;
    ended.then(() => (over = true));
    for (let tries = 0; tries < 600 && !over; tries++) {
      if (await engineAnswers(socket)) return { child, ended };
      await delay(100);
    }
    child.kill("SIGKILL");
    throw new Error(
      `dockerd did not come up; the end of ${log}:\n${readFileSync(log, "utf8").split("\n").slice(-8).join("\n")}`,
    );
  };
  let running = await launch();
  const kill = async (signal) => {
    running.child.kill(signal);
    await running.ended;
  };
  return {
    socket,
    kill,
    start: async () => void (running = await launch()),
    async stop() {
      if (running.child.exitCode !== null || running.child.signalCode !== null) running = await launch();
      const docker = clientOf(socket);
      for (const { Id } of await docker.listContainers({ all: true }))
        await docker
          .getContainer(Id)
          .remove({ force: true, v: true })
          .catch(() => undefined);
      await kill("SIGTERM");
      // An engine that was killed forgets the shims of containers that it was about to start.
      spawnSync("kill", ["-KILL", ...processesOf(directory)]);
      for (const line of readFileSync("/proc/mounts", "utf8").split("\n").reverse()) {
        const path = line.split(" ")[1] ?? "";
        if (path.startsWith(`${directory}/`)) spawnSync("umount", ["-l", path]);
      }
      rmSync(directory, { recursive: true, force: true });
      if (isolated)
        spawnSync("sh", ["-c", `find /sys/fs/cgroup -depth -type d -path '*/${name}*' -exec rmdir {} + 2>/dev/null`]);
    },
  };
}

function processesOf(directory) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return words[0].endsWith("/containerd-shim-runc-v2") && words.some((word) => word.startsWith(`${directory}/`));
      } catch {
        return false;
      }
    });
}

/** Path of a busybox that needs no libraries. */
export function staticBusybox() {
  const usual = ["/bin/busybox", "/usr/bin/busybox"];
  if (!usual.some(existsSync)) install("busybox-static");
  return usual.find(existsSync);
}

/**
 * Imports a file system of one static busybox under the given names; an image that is there is left alone.
 * @param {string} socket
 * @param {...string} names
 * @returns {Promise<void>}
 */
export async function makeImages(socket, ...names) {
  const docker = clientOf(socket);
  const missing = [];
  for (const name of names) {
    const there = await docker
      .getImage(name)
      .inspect()
      .catch(() => undefined);
    if (!there) missing.push(name);
  }
  if (missing.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "gofer-image-"));
  try {
    const busybox = staticBusybox();
    for (const path of ["bin", "etc", "tmp", "root", "proc", "sys", "dev", "usr/bin"])
      mkdirSync(join(folder, path), { recursive: true });
    spawnSync("cp", [busybox, join(folder, "bin", "busybox")]);
    for (const applet of spawnSync(busybox, ["--list"], { encoding: "utf8" }).stdout.trim().split("\n"))
      if (applet !== "busybox") symlinkSync("busybox", join(folder, "bin", applet));
    writeFileSync(
      join(folder, "etc", "passwd"),
      "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    );
    writeFileSync(join(folder, "etc", "group"), "root:x:0:\nnogroup:x:65534:\n");
    spawnSync("chmod", ["1777", join(folder, "tmp")]);
    const tar = spawn("tar", ["--owner=0", "--group=0", "-C", folder, "-c", "."], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [first, ...others] = missing;
    const [repo, tag = "latest"] = first.split(":");
    const changes = ['CMD ["/bin/sh"]', "ENV PATH=/usr/local/bin:/usr/bin:/bin:/sbin"];
    const progress = await docker.importImage(tar.stdout, { repo, tag, changes });
    for await (const line of progress) if (/"error"/.test(String(line))) throw new Error(String(line));
    for (const name of others) {
      const [otherRepo, otherTag = "latest"] = name.split(":");
      await docker.getImage(first).tag({ repo: otherRepo, tag: otherTag });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The images of the examples: pulled where a registry answers, else made of busybox, and it says so. */
export async function provideImages(socket, ...names) {
  const docker = clientOf(socket);
  for (const name of names) {
    const there = () =>
      docker
        .getImage(name)
        .inspect()
        .then(
          () => true,
          () => false,
        );
    if (await there()) continue;
    await Promise.race([
      docker
        .pull(name)
        .then((stream) => new Promise((done) => docker.modem.followProgress(stream, done)))
        .catch(() => undefined),
      delay(60_000, undefined, { ref: false }),
    ]);
    if (await there()) continue;
    process.stderr.write(`${name} cannot be pulled here: an image of the same name is made of busybox\n`);
    await makeImages(socket, name);
  }
}

async function runWithEngine(program, ...parameters) {
  let engine;
  if (!(await engineAnswers())) {
    if (!found("dockerd")) install("docker.io");
    // The package may have started one.
    if (!(await engineAnswers())) {
      process.stderr.write("no Docker engine answers: one is started for this run\n");
      engine = await startEngine({
        directory: mkdtempSync(join(tmpdir(), "gofer-engine-")),
        socket: usualSocket,
        isolated: false,
      });
    }
  }
  try {
    const child = spawn(program, parameters, { stdio: "inherit" });
    const [code] = await once(child, "exit");
    return code ?? 1;
  } finally {
    await engine?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, separator, ...words] = process.argv.slice(2);
  if (command !== "run" || separator !== "--" || words.length === 0) {
    process.stderr.write("usage: node scripts/docker-engine.mjs run -- COMMAND ARGUMENT...\n");
    process.exit(2);
  }
  process.exit(await runWithEngine(...words));
}
