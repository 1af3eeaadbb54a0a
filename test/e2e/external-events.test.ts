import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasSmallDisks, SmallDisk } from "../support/small-disk.js";
import { TriggerWorld } from "../support/trigger-world.js";

const good = { "X-Signature": "good" };

describe("events from outside", () => {
  const world = new TriggerWorld();
  beforeAll(async () => {
    await world.start();
    await world.register("hooked", { label: { events: "yes" } });
    await world.subscribed("hooked", "label");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const post = (path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = good) =>
    fetch(`${world.eventsUrl}${path}`, { method: "POST", body, headers });

  test("reach the trigger byte by byte, headers as sent, and its answer reaches the sender after the run is durable", async () => {
    const body = Buffer.from([0, 255, 10, 13, 128]);
    const response = await post("/events/scripted?a=%20b", body, { ...good, "X-MiXed": "kept" });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-handled-by")).toBe("scripted");
    expect(response.headers.get("x-gofer-event-id")).toMatch(/^e\d+$/);
    expect(await response.text()).toBe("ok");
    const said = world.said.findLast(({ event }) => event);
    expect(Buffer.from(said?.body ?? "", "base64")).toEqual(body);
    expect(said?.path).toBe("/events/scripted?a=%20b");
    expect(said?.headers?.find(({ name }) => name.toLowerCase() === "x-mixed")?.value).toBe("kept");
    expect(await world.runs("hooked")).toHaveLength(1);
  });

  test("one that comes right after a pipeline was registered is for that pipeline too", async () => {
    for (let round = 0; round < 10; round++) {
      const id = `fresh${round}_${Date.now()}`;
      await world.register(id, { label: { events: "yes" } });
      expect((await post("/events/scripted", "at once")).status).toBe(200);
      expect(await world.runs(id)).toHaveLength(1);
      await world.client.deletePipeline({ pipelineId: id, force: true });
    }
  }, 30_000);

  test("one that is delivered twice by its sender makes one run", async () => {
    const before = (await world.runs("hooked")).length;
    const headers = { ...good, "X-Delivery": "d-1" };
    expect((await post("/external/scripted", "once", headers)).status).toBe(200);
    expect((await post("/external/scripted", "once", headers)).status).toBe(200);
    expect(await world.runs("hooked")).toHaveLength(before + 1);
  });

  test("a forged one is answered as the trigger says, and makes no run", async () => {
    const before = (await world.runs("hooked")).length;
    expect((await post("/events/scripted", "x", { "X-Signature": "forged" })).status).toBe(401);
    expect(await world.runs("hooked")).toHaveLength(before);
  });

  test.each([
    ["/events/nothing", 404],
    ["/events/scheduler-process", 404],
    ["/events/", 404],
    ["/events/scripted/more", 404],
    ["/events/..%2f..%2fetc", 404],
    ["/", 404],
  ])("POST %s is answered %d", async (path, status) => {
    expect((await post(path, "x")).status).toBe(status);
  });

  test("another method is answered 405, health 200", async () => {
    const response = await fetch(`${world.eventsUrl}/events/scripted`);
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(`${world.eventsUrl}/healthz`)).status).toBe(200);
  });

  test("a body that is too large is answered 413, declared or not", async () => {
    // One chunk that says how long it is.
    const chunk = `${((8 << 20) + 1).toString(16)}\r\n${"x".repeat((8 << 20) + 1)}`;
    expect(
      await raw(`POST /events/scripted HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`),
    ).toMatch(/^HTTP\/1.1 413/);
    expect(await raw(`POST /events/scripted HTTP/1.1\r\nHost: x\r\nContent-Length: ${1 << 30}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 413/,
    );
  });

  /** What the server sends to bytes that need not be HTTP, until it closes. */
  const raw = async (bytes: string): Promise<string> => {
    const { hostname, port } = new URL(world.eventsUrl);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    const received: Buffer[] = [];
    socket.on("data", (data: Buffer) => received.push(data));
    socket.write(bytes);
    await once(socket, "close");
    return Buffer.concat(received).toString();
  };

  test("bad input is never answered 500: garbage 400, oversized headers 431", async () => {
    expect(await raw("not http at all\r\n\r\n")).toMatch(/^HTTP\/1.1 400/);
    expect(await raw(`POST /events/scripted HTTP/1.1\r\nX: ${"y".repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/);
    const twice = "POST /events/scripted HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
    expect(await raw(twice)).toMatch(/^HTTP\/1.1 400/);
  });
});

describe("events are lost by no crash", () => {
  const points = [
    "event received",
    "event stored",
    "event handled",
    "firing written",
    "firing durable",
    "event answered",
  ];
  const world = new TriggerWorld();
  beforeAll(async () => {
    await world.start();
    await world.register("hooked", { label: { events: "yes" } });
    await world.subscribed("hooked", "label");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** Sends until it is answered that the request was taken, as a sender of webhooks does. */
  const send = async (delivery: string): Promise<void> => {
    for (;;) {
      const { starts } = world;
      try {
        const response = await fetch(`${world.eventsUrl}/events/scripted`, {
          method: "POST",
          body: delivery,
          headers: { ...good, "X-Delivery": delivery },
        });
        if (response.status < 300) return;
      } catch {
        await world.restart(starts);
      }
    }
  };
  const payloads = async () => (await world.runs("hooked")).map(({ variables }) => variables["PAYLOAD"]).sort();

  test.each(points)("kernel killed at: %s", async (point) => {
    const before = await payloads();
    const burst = Array.from({ length: 20 }, (_, index) => `${point} ${index}`.replaceAll(" ", "-"));
    world.dieAt("kernel", point);
    await Promise.all(burst.map(send));
    expect(world.isArmed("kernel")).toBe(false);
    await world.inboxEmpty();
    expect(await payloads()).toEqual([...before, ...burst].sort());
  });

  test.each(["event received", "event answered"])("trigger killed at: %s", async (point) => {
    const before = await payloads();
    const burst = Array.from({ length: 20 }, (_, index) => `trigger ${point} ${index}`.replaceAll(" ", "-"));
    world.dieAt("plugin", point);
    await Promise.all(burst.map(send));
    await world.inboxEmpty();
    expect(world.isArmed("plugin")).toBe(false);
    expect(await payloads()).toEqual([...before, ...burst].sort());
  });
});

test.skipIf(!hasSmallDisks)(
  "while the ledger cannot be written a sender is answered 503 and told when to come back, and all that was answered otherwise is there, once",
  async () => {
    using disk = new SmallDisk(8);
    const data = join(disk.folder, "data");
    mkdirSync(data);
    await using world = new TriggerWorld({ GOFER_DATA_DIR: data });
    await world.start();
    await world.register("hooked", { label: { events: "yes" } });
    await world.subscribed("hooked", "label");
    const send = (name: string) =>
      fetch(`${world.eventsUrl}/events/scripted`, {
        method: "POST",
        body: `${name} ${"x".repeat(500_000)}`,
        headers: { ...good, "X-Delivery": name },
      });
    const payloads = async () =>
      (await world.runs("hooked")).map(({ variables }) => variables["PAYLOAD"]?.split(" ")[0]).sort();

    const taken = ["d00"];
    expect((await send("d00")).status).toBe(200);
    disk.fill();
    let refused: Response | undefined;
    for (let index = 1; refused === undefined && index < 20; index++) {
      const name = `d${String(index).padStart(2, "0")}`;
      const response = await send(name);
      if (response.status < 300) taken.push(name);
      else refused = response;
    }
    expect([refused?.status, refused?.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await refused?.text()).toBe("the event cannot be stored at the moment\n");

    disk.free();
    await world.inboxEmpty();
    expect(await payloads()).toEqual(taken);
    await world.kernel.stop("SIGKILL");
    await world.start();
    await world.inboxEmpty();
    expect(await payloads()).toEqual(taken);
    const again = `d${String(taken.length).padStart(2, "0")}`;
    expect((await send(again)).status).toBe(200);
    expect(await payloads()).toEqual([...taken, again]);
  },
  60_000,
);
