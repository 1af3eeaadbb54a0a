import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  call,
  describeDocker,
  image,
  type OpenScheduler,
  openScheduler,
  shell,
  socket,
  specOf,
} from "../support/docker.js";

const docker = new Docker({ socketPath: socket });

describeDocker("containers on Docker", () => {
  let plugin: OpenScheduler;
  beforeAll(async () => void (plugin = await openScheduler()));
  afterAll(() => plugin[Symbol.asyncDispose]());

  test("a container runs, ends with its code, and is told in order", async () => {
    const reading = new AbortController();
    const kinds: string[] = [];
    const told = (async () => {
      for await (const { events } of plugin.scheduler.watchEvents(
        { resumeToken: Buffer.alloc(0) },
        call(reading.signal),
      ))
        for (const { kind, status } of events ?? [])
          if (status?.key === "ends") {
            kinds.push(String(kind));
            if (kind === "KIND_EXITED") await plugin.scheduler.remove({ keys: ["ends"], sandboxes: [] }, call());
            if (kind === "KIND_REMOVED") return;
          }
    })();
    const { started } = await plugin.start({ key: "ends", command: shell("exit 3") });
    expect(started?.status?.state).toMatch(/RUNNING|EXITED/);
    await told;
    reading.abort();
    expect(kinds).toEqual(["KIND_CREATED", "KIND_STARTED", "KIND_EXITED", "KIND_REMOVED"]);
    await expect(plugin.scheduler.inspect({ key: "ends" }, call())).rejects.toMatchObject({ code: "notFound" });
  });

  test("a container that has exited is never run again, and its result is kept", async () => {
    await plugin.start({ key: "once", command: shell("echo ran; exit 4") });
    const first = await plugin.exited("once");
    expect(first.exit).toMatchObject({ reason: "REASON_EXITED", exitCode: 4, signal: "" });
    expect(first.exit?.finishedAtMs).toBeGreaterThanOrEqual(Number(first.startedAtMs));
    const again = await plugin.start({ key: "once", command: shell("echo ran; exit 4") });
    expect(again.started?.status).toEqual(first);
    expect((await plugin.output("once")).stdout.toString()).toBe("ran\n");
    const other = await plugin.start({ key: "once", specHash: "another" });
    expect(other.error).toMatchObject({ code: 6, reason: "SPEC_DIFFERS" });
  });

  test("many calls for one key at once make one container", async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () => plugin.start({ key: "five", command: shell("echo x") })),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(5).fill("started"));
    await plugin.exited("five");
    expect((await plugin.output("five")).stdout.toString()).toBe("x\n");
  });

  test("what a killed plugin had made but not started is started", async () => {
    const spec = specOf({ key: "half", command: shell("echo whole") });
    const { containerBody } = await import("../../plugins/scheduler-docker/src/container-body.js");
    const body = containerBody(
      spec,
      { kind: "loopback", hostsFile: undefined },
      { ...plugin, generation: 1 },
      "127.0.0.1",
    );
    await docker.createContainer({ ...body, name: `gofer.${plugin.installationId}.half` });
    expect((await plugin.scheduler.inspect({ key: "half" }, call())).status?.state).toBe("STATE_CREATED");
    await plugin.start({ key: "half", command: shell("echo whole") });
    await plugin.exited("half");
    expect((await plugin.output("half")).stdout.toString()).toBe("whole\n");
  });

  test.each([
    ["that does not exist", ["no-such-program"], 127, /no-such-program failed: No such file/],
    ["that does not exist, as a path", ["/no/such/program"], 127, /No such file/],
    ["that cannot be executed", ["/etc/passwd"], 126, /Permission denied/],
  ])(
    "a command %s is an exit with START_ERROR, also after the plugin was killed",
    async (name, command, exitCode, message) => {
      const key = name.replaceAll(/[ ,]+/g, "-");
      const { started } = await plugin.start({ key, command });
      expect(started?.status?.state).toMatch(/RUNNING|EXITED/);
      const status = await plugin.exited(key);
      expect(status).toMatchObject({ startedAtMs: 0, exit: { reason: "REASON_START_ERROR", exitCode } });
      expect(status.exit?.message).toMatch(message);
      expect((await plugin.output(key)).eof).toBe(true);
      const next = await openScheduler({ installationId: plugin.installationId });
      expect((await next.start({ key, command })).started?.status).toEqual(status);
      await next.crash();
    },
  );

  test("a user that does not exist is a START_ERROR without a code", async () => {
    const made = await docker.createContainer({
      name: `gofer.${plugin.installationId}.nouser`,
      Image: image,
      User: "nosuch",
      Labels: {
        "gofer.scheduler.installation": plugin.installationId,
        "gofer.scheduler.kind": "task",
        "gofer.scheduler.key": "nouser",
        "gofer.scheduler.spec-hash": "hash",
      },
    });
    expect(made.id).not.toBe("");
    const { started } = await plugin.start({ key: "nouser" });
    expect(started?.status?.exit).toMatchObject({ reason: "REASON_START_ERROR" });
    expect(started?.status?.exit?.exitCode).toBeUndefined();
    expect(started?.status?.exit?.message).toContain("unable to find user nosuch");
  });

  test("refusals carry the codes of the contract, and name what is wrong", async () => {
    const codeOf = async (spec: Parameters<typeof plugin.start>[0]) => (await plugin.start(spec)).error;
    expect(await codeOf({ key: "no-image", image: "gofer-test:nowhere" })).toMatchObject({
      code: 5,
      reason: "IMAGE_NOT_FOUND",
    });
    expect(await codeOf({ key: "Bad_Key" })).toMatchObject({ code: 3, reason: "BAD_KEY" });
    expect(await codeOf({ key: "env", environment: { LONG: "x".repeat(200_000) } })).toMatchObject({
      code: 3,
      reason: "VARIABLE_TOO_LONG",
    });
    expect(await codeOf({ key: "env2", environment: { "A=B": "x" } })).toMatchObject({
      code: 3,
      reason: "BAD_VARIABLE",
    });
    const limits = { cpuMillis: 0, memoryBytes: 1000, pids: 0, wallTimeMs: 0, required: false };
    expect(await codeOf({ key: "tiny", limits })).toMatchObject({
      code: 3,
      message: expect.stringContaining("6MB") as string,
    });
  });

  test("2 MB of environment go to the container, and nothing of it into the URL", async () => {
    const environment = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`V${index}`, "x".repeat(50_000)]));
    await plugin.start({ key: "bigenv", environment, command: shell("env | wc -c") });
    expect((await plugin.exited("bigenv")).exit).toMatchObject({ exitCode: 0 });
    expect(Number((await plugin.output("bigenv")).stdout.toString())).toBeGreaterThan(1_000_000);
  });

  test("memory: a killed main process is OUT_OF_MEMORY, a killed child is not; limits say how they are kept", async () => {
    const limits = { cpuMillis: 5000, memoryBytes: 32 << 20, pids: 50, wallTimeMs: 0, required: true };
    const { started } = await plugin.start({ key: "oom", command: ["tail", "/dev/zero"], limits });
    expect(started?.enforcements).toEqual([
      { limit: "cpu_millis", kind: "KIND_ENFORCED" },
      { limit: "memory_bytes", kind: "KIND_ENFORCED" },
      { limit: "pids", kind: "KIND_ENFORCED" },
    ]);
    expect((await plugin.exited("oom")).exit).toMatchObject({ reason: "REASON_OUT_OF_MEMORY", exitCode: 137 });
    await plugin.start({ key: "oomchild", command: shell("tail /dev/zero; exit 5"), limits });
    expect((await plugin.exited("oomchild")).exit).toMatchObject({ reason: "REASON_EXITED", exitCode: 5 });
  });

  test("wall time ends a container with TIMEOUT", async () => {
    const limits = { cpuMillis: 0, memoryBytes: 0, pids: 0, wallTimeMs: 300, required: false };
    await plugin.start({ key: "wall", command: ["sleep", "600"], limits });
    expect((await plugin.exited("wall")).exit).toMatchObject({
      reason: "REASON_TIMEOUT",
      exitCode: 137,
      signal: "SIGKILL",
    });
  });

  test("Stop: a handler gets its signal, and a process that has none does not make everybody wait", async () => {
    await plugin.start({ key: "trap", command: shell('trap "exit 7" USR1; echo ready; while :; do sleep 0.05; done') });
    for await (const { chunks } of plugin.scheduler.streamLogs(
      { key: "trap", cursor: Buffer.alloc(0), follow: true },
      call(),
    ))
      if ((chunks?.length ?? 0) > 0) break;
    await plugin.start({ key: "deaf", command: ["sleep", "600"] });
    const { results } = await plugin.scheduler.stop(
      {
        items: [
          { key: "trap", signal: "SIGUSR1", graceMs: 3_600_000 },
          { key: "deaf", signal: "", graceMs: 3_600_000 },
          { key: "unknown", signal: "", graceMs: 0 },
          { key: "deaf", signal: "SIGNOTHING", graceMs: 0 },
        ],
      },
      call(),
    );
    expect(results?.map(({ error }) => error?.code ?? 0)).toEqual([0, 0, 0, 3]);
    expect((await plugin.exited("trap")).exit).toMatchObject({ reason: "REASON_STOPPED", exitCode: 7 });
    expect((await plugin.exited("deaf")).exit).toMatchObject({ reason: "REASON_STOPPED", signal: "SIGTERM" });
  });

  test("a plugin that was killed after Stop still kills in time, and still knows why", async () => {
    const first = await openScheduler();
    await first.start({ key: "stubborn", command: shell('trap "" TERM; echo ready; while :; do sleep 0.05; done') });
    for await (const { chunks } of first.scheduler.streamLogs(
      { key: "stubborn", cursor: Buffer.alloc(0), follow: true },
      call(),
    ))
      if ((chunks?.length ?? 0) > 0) break;
    await first.scheduler.stop({ items: [{ key: "stubborn", signal: "", graceMs: 1500 }] }, call());
    await first.crash();
    await using second = await openScheduler({
      installationId: first.installationId,
      dataDirectory: first.dataDirectory,
    });
    expect((await second.exited("stubborn")).exit).toMatchObject({ reason: "REASON_STOPPED", exitCode: 137 });
  });

  test("another installation's containers are not seen, stopped or removed", async () => {
    await plugin.start({ key: "mine", command: ["sleep", "600"] });
    const other = await openScheduler();
    await other.scheduler.stop({ items: [{ key: "mine", signal: "", graceMs: 0 }] }, call());
    await other.scheduler.remove({ keys: ["mine"], sandboxes: ["mine"] }, call());
    for await (const { containers } of other.scheduler.list({}, call())) expect(containers).toEqual([]);
    await other[Symbol.asyncDispose]();
    expect((await plugin.scheduler.inspect({ key: "mine" }, call())).status?.state).toBe("STATE_RUNNING");
    await plugin.scheduler.remove({ keys: ["mine", "mine", "unknown"], sandboxes: ["unknown"] }, call());
    await expect(plugin.scheduler.inspect({ key: "mine" }, call())).rejects.toMatchObject({ code: "notFound" });
  });

  test("what is removed while it is started is gone after both, and is not made once more", async () => {
    const key = `overtaken-${Date.now()}`;
    const started = plugin.start({ key, command: ["sleep", "600"] });
    await plugin.scheduler.remove({ keys: [key], sandboxes: [] }, call());
    expect((await started).outcome).toBe("started");
    await expect(plugin.scheduler.inspect({ key }, call())).rejects.toMatchObject({ code: "notFound" });
  });

  test("a known token goes on without a gap, an unknown one begins with a resync", async () => {
    const tokenOf = async (resumeToken: Buffer) => {
      for await (const message of plugin.scheduler.watchEvents({ resumeToken }, call())) return message;
      throw new Error("no message");
    };
    const now = await tokenOf(Buffer.alloc(0));
    expect(now.resync).toBe(false);
    await plugin.start({ key: "between" });
    await plugin.exited("between");
    const since = await tokenOf(Buffer.from(now.resumeToken ?? ""));
    expect(since.resync).toBe(false);
    expect(since.events?.map(({ kind }) => kind)).toEqual(["KIND_CREATED", "KIND_STARTED", "KIND_EXITED"]);
    expect((await tokenOf(Buffer.from("of another process"))).resync).toBe(true);
  });
});
