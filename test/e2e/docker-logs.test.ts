import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, describeDocker, type OpenScheduler, openScheduler, shell } from "../support/docker.js";

const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describeDocker("output of containers on Docker", () => {
  let plugin: OpenScheduler;
  beforeAll(async () => void (plugin = await openScheduler()));
  afterAll(() => plugin[Symbol.asyncDispose]());

  test("bytes come as they were written: binary, no line end, a line of 1 MB, both streams", async () => {
    const script =
      "printf '\\001\\377\\000\\r\\n'; head -c 1000000 /dev/zero | tr '\\0' x; echo; printf end; echo err >&2; printf '\\376' >&2";
    await plugin.start({ key: "bytes", command: shell(script) });
    const { stdout, stderr, eof } = await plugin.output("bytes");
    expect(eof).toBe(true);
    expect(digest(stdout)).toBe(
      digest(Buffer.concat([Buffer.from([1, 255, 0, 13, 10]), Buffer.alloc(1_000_000, "x"), Buffer.from("\nend")])),
    );
    expect(stderr).toEqual(Buffer.concat([Buffer.from("err\n"), Buffer.from([0xfe])]));
  });

  test.each([
    ["with", "; echo", 1],
    ["without", "", 0],
  ])("the last line, cut into pieces by the engine, keeps its state %s an end", async (name, end, more) => {
    await plugin.start({ key: name, command: shell(`head -c 50000 /dev/zero | tr '\\0' x${end}; echo after >&2`) });
    const { stdout, cursors } = await plugin.output(name);
    expect(stdout.length).toBe(50_000 + more);
    expect((await plugin.output(name, cursors.at(-1))).stdout.length).toBe(0);
  });

  test("reading from any cursor, by any process of the plugin, gives exactly the rest", async () => {
    const script = "for i in $(seq 400); do echo out $i; echo err $i >&2; done; head -c 300000 /dev/zero | tr '\\0' y";
    await plugin.start({ key: "cursors", command: shell(script) });
    const whole = await plugin.output("cursors");
    expect(whole.stdout.length).toBe(
      300_000 + [...Array(400).keys()].reduce((sum, i) => sum + `out ${i + 1}\n`.length, 0),
    );
    const next = await openScheduler({ installationId: plugin.installationId });
    const picks = whole.cursors.filter((_, index) => index % Math.ceil(whole.cursors.length / 12) === 0);
    for (const cursor of [...picks, ...whole.cursors.slice(-1)]) {
      const [stdout, stderr] = cursor.toString().split(":").map(Number);
      const rest = await next.output("cursors", cursor);
      expect(rest.stdout.equals(whole.stdout.subarray(stdout))).toBe(true);
      expect(rest.stderr.equals(whole.stderr.subarray(stderr))).toBe(true);
      expect(rest.eof).toBe(true);
    }
    await next.crash();
    const odd = plugin.output("cursors", Buffer.from("not ours"));
    await expect(odd).rejects.toMatchObject({ code: "invalid" });
  });

  test("a follower sees output while the container runs, and without follow there is no end before the exit", async () => {
    await plugin.start({
      key: "slow",
      command: shell('echo one; trap "echo two; exit" USR1; while :; do sleep 0.05; done'),
    });
    const follower = plugin.scheduler.streamLogs({ key: "slow", cursor: Buffer.alloc(0), follow: true }, call());
    const seen: string[] = [];
    for await (const { chunks, eof } of follower) {
      for (const { data } of chunks ?? []) seen.push(String(data));
      if (seen.join("") === "one\n") {
        const peek: boolean[] = [];
        for await (const message of plugin.scheduler.streamLogs(
          { key: "slow", cursor: Buffer.alloc(0), follow: false },
          call(),
        ))
          peek.push(message.eof === true);
        expect(peek.at(-1)).toBe(false);
        await plugin.scheduler.stop({ items: [{ key: "slow", signal: "SIGUSR1", graceMs: 60_000 }] }, call());
      }
      if (eof) break;
    }
    expect(seen.join("")).toBe("one\ntwo\n");
  });

  test("a container that is removed ends its followers, and one that never was is not found", async () => {
    await plugin.start({ key: "gone", command: ["sleep", "600"] });
    const reading = plugin.output("gone");
    const removed = expect(reading).rejects.toMatchObject({ code: "notFound" });
    await plugin.scheduler.remove({ keys: ["gone"], sandboxes: [] }, call());
    await removed;
    await expect(plugin.output("never")).rejects.toMatchObject({ code: "notFound" });
  });

  test("100 MB for a reader that stops for a while: nothing lost, memory bounded", async () => {
    const lines = 1_000_000;
    await plugin.start({ key: "big", command: shell(`seq 1 ${lines} | sed 's/$/ ${"z".repeat(90)}/'`) });
    const hash = createHash("sha256");
    let bytes = 0;
    let most = 0;
    let stopped = false;
    let eof = false;
    const reading = plugin.scheduler.streamLogs({ key: "big", cursor: Buffer.alloc(0), follow: true }, call());
    const before = process.memoryUsage.rss();
    for await (const message of reading) {
      for (const { data } of message.chunks ?? []) {
        expect(data?.length).toBeLessThanOrEqual(64 << 10);
        hash.update(data ?? "");
        bytes += data?.length ?? 0;
      }
      most = Math.max(most, process.memoryUsage.rss() - before);
      if (!stopped && bytes > 1_000_000) {
        // Reads nothing until the container is done: an engine may cut such a follower off.
        stopped = true;
        expect((await plugin.exited("big")).exit).toMatchObject({ exitCode: 0 });
      }
      eof = message.eof === true;
    }
    const wanted = createHash("sha256");
    const filler = ` ${"z".repeat(90)}\n`;
    for (let line = 1; line <= lines; line++) wanted.update(`${line}${filler}`);
    expect(eof).toBe(true);
    expect(hash.digest("hex")).toBe(wanted.digest("hex"));
    expect(most).toBeLessThan(150 << 20);
  });
});
