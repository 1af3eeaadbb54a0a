import { once } from "node:events";
import { connect } from "node:net";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, describeDocker, type OpenScheduler, openScheduler, shell, socket } from "../support/docker.js";

const docker = new Docker({ socketPath: socket });
const none = { mode: "MODE_NONE", sandbox: "" } as const;
const own = { mode: "MODE_OWN", sandbox: "" } as const;
const run = (sandbox: string) => ({ mode: "MODE_RUN", sandbox }) as const;

describeDocker("networks of containers on Docker", () => {
  let plugin: OpenScheduler;
  beforeAll(async () => void (plugin = await openScheduler()));
  afterAll(() => plugin[Symbol.asyncDispose]());

  const outputOf = async (
    key: string,
    script: string,
    network: Parameters<typeof plugin.start>[0]["network"] = none,
  ) => {
    const { error } = await plugin.start({ key, command: shell(script), network });
    expect(error ?? null).toBe(null);
    await plugin.exited(key);
    return (await plugin.output(key)).stdout.toString();
  };
  const listening = async (key: string) => {
    for await (const { chunks } of plugin.scheduler.streamLogs({ key, cursor: Buffer.alloc(0), follow: true }, call()))
      if ((chunks?.length ?? 0) > 0) return;
  };
  const server = "while :; do echo hello | nc -l -p 7000; done & sleep 0.2; echo listening; wait";
  const client = "nc -w 2 127.0.0.1 7000 < /dev/null || echo refused";
  const sandboxes = async () =>
    docker.listContainers({
      all: true,
      filters: { label: [`gofer.scheduler.installation=${plugin.installationId}`, "gofer.scheduler.kind=sandbox"] },
    });

  test("none: nothing but a loopback of its own, on which localhost has a name", async () => {
    const seen = await outputOf("none", "ls /sys/class/net; ping -c 1 localhost > /dev/null && echo named");
    expect(seen).toBe("lo\nnamed\n");
    await plugin.start({ key: "none-server", command: shell(server), network: none });
    await listening("none-server");
    expect(await outputOf("none-client", client)).toBe("refused\n");
    // What a task without network could write into its hosts file would be read by the next.
    expect(await outputOf("none-hosts", "echo 1.2.3.4 evil >> /etc/hosts || echo kept")).toBe("kept\n");
    expect(await sandboxes()).toEqual([]);
  });

  test("run: the tasks of one run reach each other, and no other run reaches them", async () => {
    await plugin.start({ key: "run-server", command: shell(server), network: run("r1") });
    await listening("run-server");
    expect(await outputOf("run-client", client, run("r1"))).toBe("hello\n");
    expect(await outputOf("run-other", client, run("r2"))).toBe("refused\n");
    expect(await outputOf("run-none", client, none)).toBe("refused\n");
    expect((await sandboxes()).length).toBe(2);
    await plugin.scheduler.remove({ keys: [], sandboxes: ["r1", "r2"] }, call());
    expect(await sandboxes()).toEqual([]);
  });

  test("run: a sandbox that has died or gone is made anew for the next task", async () => {
    expect(await outputOf("heal-1", "echo a", run("r3"))).toBe("a\n");
    const [sandbox] = await sandboxes();
    await docker.getContainer(sandbox?.Id ?? "").kill();
    expect(await outputOf("heal-2", "echo b", run("r3"))).toBe("b\n");
    await docker.getContainer(sandbox?.Id ?? "").remove({ force: true });
    expect(await outputOf("heal-3", "echo c", run("r3"))).toBe("c\n");
    await plugin.scheduler.remove({ keys: [], sandboxes: ["r3"] }, call());
  });

  test("own: a network for itself, from ready sandboxes, each used once and given up with its task", async () => {
    const first = await openScheduler({ config: { warmSandboxes: 1 } });
    const names = async () =>
      (
        await docker.listContainers({
          all: true,
          filters: { label: [`gofer.scheduler.installation=${first.installationId}`, "gofer.scheduler.kind=sandbox"] },
        })
      ).map(({ Names }) => String(Names[0]));
    const script = "ls /sys/class/net";
    for (const key of ["own-1", "own-2", "own-3"]) {
      await first.start({ key, command: shell(script), network: own });
      await first.exited(key);
      expect((await first.output(key)).stdout.toString()).toBe("eth0\nlo\n");
      await expect.poll(async () => (await names()).length, { timeout: 20_000 }).toBeGreaterThan(0);
      await first.scheduler.remove({ keys: [key], sandboxes: [] }, call());
    }
    await first.crash();
    await expect.poll(names).toEqual([]);
    await first[Symbol.asyncDispose]();
  });

  test("ports can be reached, standard input ends with the plugin, directories are there", async () => {
    const other = await openScheduler();
    const { started, error } = await other.start({
      key: "port",
      command: shell("echo hi > /out/file; (while :; do echo served | nc -l -p 8000; done) & cat; exit 9"),
      network: own,
      ports: [8000],
      mounts: [{ hostPath: other.dataDirectory, containerPath: "/out", readOnly: false }],
      keepStdinOpen: true,
    });
    expect(error ?? null).toBe(null);
    const address = started?.status?.addresses?.[8000] ?? "";
    expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    await expect
      .poll(
        async () => {
          const [host, port] = address.split(":");
          const peer = connect(Number(port), host);
          const [data] = (await Promise.race([once(peer, "data"), once(peer, "close")])) as [unknown];
          peer.destroy();
          return Buffer.isBuffer(data) ? data.toString() : "";
        },
        { timeout: 10_000 },
      )
      .toBe("served\n");
    const next = await openScheduler({ installationId: other.installationId });
    expect((await next.scheduler.inspect({ key: "port" }, call())).status?.addresses).toEqual({ 8000: address });
    await next.crash();
    await other.crash();
    const last = await openScheduler({ installationId: other.installationId });
    expect((await last.exited("port")).exit).toMatchObject({ exitCode: 9 });
    await last[Symbol.asyncDispose]();
    expect((await plugin.start({ key: "noport", network: none, ports: [80] })).error).toMatchObject({ code: 9 });
  });
});
