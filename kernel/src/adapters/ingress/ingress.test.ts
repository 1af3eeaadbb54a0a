import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { reply } from "../../app/external-events.js";
import { type IngressOptions, openIngress } from "./ingress.js";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

/** A listener whose clock stands still until the test moves it. */
async function listen({
  burst = 1000,
  maxReceivingBytes = 1 << 20,
  ...more
}: { burst?: number; maxReceivingBytes?: number } & Pick<IngressOptions, "patience"> = {}) {
  const clock = { ms: 1_000_000 };
  const accepted: string[] = [];
  const ingress = await openIngress({
    events: {
      aliasOf: (name) => name,
      refusal: () => undefined,
      accept: ({ body }) => {
        accepted.push(body.toString());
        return Promise.resolve(reply(200, "ok"));
      },
    },
    log: pino({ level: "silent" }),
    now: () => clock.ms,
    address: "127.0.0.1:0",
    maxBodyBytes: 1 << 20,
    maxReceivingBytes,
    rate: { perSecond: 1, burst },
    ...more,
  });
  open.push(ingress);
  const post = (alias: string, body = "x") =>
    fetch(`http://${ingress.address}/events/${alias}`, { method: "POST", body });
  return { ...ingress, clock, accepted, post };
}

test("who sends too fast is answered 429 with the time to wait, and nobody else is", async () => {
  const { post, clock, accepted } = await listen({ burst: 2 });
  expect([(await post("busy")).status, (await post("busy")).status]).toEqual([200, 200]);
  const refused = await post("busy");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  expect((await post("calm")).status).toBe(200);
  clock.ms += 1000;
  expect((await post("busy")).status).toBe(200);
  expect(accepted).toHaveLength(4);
});

test("when more is being received than there is room for, the answer is 503 with a time, and the room is given back", async () => {
  const { post, address, accepted } = await listen({ maxReceivingBytes: 1000 });
  const slow = await begin(address, 800);
  // Sent at once with the first, so that what it holds is counted by now.
  slow.write("a".repeat(700));
  let refused: Response;
  do refused = await post("other", "b".repeat(500));
  while (refused.status === 200);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
  slow.end("a".repeat(100));
  const [answer] = (await once(slow, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
  expect((await post("other", "b".repeat(500))).status).toBe(200);
  expect(accepted).toContain("a".repeat(800));
}, 10_000);

test.each([
  ["the headers", "POST /events/slow HT"],
  ["the body", `${requestLine(800)}${"a".repeat(700)}`],
])(
  "who sends %s too slowly is answered 408 and cut off, even when he does not hang up, and nothing is taken",
  async (_what, begun) => {
    const patience = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };
    const { post, address, accepted } = await listen({ maxReceivingBytes: 1000, patience });
    const slow = await connected(address);
    slow.write(begun);
    const received: Buffer[] = [];
    slow.on("data", (data: Buffer) => received.push(data));
    slow.on("error", () => undefined);
    await once(slow, "end");
    expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 408 /);
    // He goes on as if nothing had happened, until the connection breaks.
    const drip = setInterval(() => slow.write("a"), 10);
    // It may break with an error, which is as good.
    await new Promise((resolve) => slow.once("close", resolve));
    clearInterval(drip);
    expect((await post("other", "b".repeat(900))).status).toBe(200);
    expect(accepted).toEqual(["b".repeat(900)]);
  },
  10_000,
);

/** A connection that is not hung up because the other side has. */
async function connected(address: string): Promise<Socket> {
  const [host = "", port = ""] = address.split(":");
  const socket = connect({ port: Number(port), host, allowHalfOpen: true });
  await once(socket, "connect");
  return socket;
}

function requestLine(length: number): string {
  return `POST /events/slow HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
}

/** A request whose body is still to come. */
async function begin(address: string, length: number): Promise<Socket> {
  const socket = await connected(address);
  socket.write(requestLine(length));
  return socket;
}
