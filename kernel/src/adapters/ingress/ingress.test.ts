import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { reply } from "../../app/external-events.js";
import { openIngress } from "./ingress.js";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

/** A listener whose clock stands still until the test moves it. */
async function listen({ burst = 1000, maxReceivingBytes = 1 << 20 } = {}) {
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

/** A request whose body is still to come. */
async function begin(address: string, length: number): Promise<Socket> {
  const [host = "", port = ""] = address.split(":");
  const socket = connect(Number(port), host);
  await once(socket, "connect");
  socket.write(`POST /events/slow HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
  return socket;
}
