import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseParameters } from "@gofer/sdk/task";
import { afterEach, expect, test } from "vitest";
import { Config, Settings, validateConfig } from "./config.js";
import { request } from "./request.js";

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Seen {
  readonly method: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

async function serve(answer: (seen: Seen, response: ServerResponse, count: number) => void) {
  const seen: Seen[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", headers } = incoming;
      const one = { method, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      answer(one, response, seen.length);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  cleanUps.push(
    () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

async function call(given: Record<string, string>, options: Partial<Parameters<typeof request>[1]> = {}) {
  const { parameters, violations } = parseParameters(Settings, given);
  if (!parameters) throw new Error(violations.join("; "));
  let log = "";
  const stop = new AbortController();
  const outputs = request(
    {
      settings: parameters,
      write: (text) => (log += Buffer.from(text).toString()),
      progress: () => {},
      signal: stop.signal,
    },
    { allowedHosts: [], headers: [], ...options },
  );
  return { outcome: await outputs.catch((error: unknown) => (error as Error).message), log };
}

test("it sends method, headers and body, and hands the answer on", async () => {
  const { url, seen } = await serve((_seen, response) =>
    response.writeHead(201, { "content-type": "application/json" }).end('{"id": 7}'),
  );
  const headers = "content-type: application/json\nX-One: 1";
  const { outcome, log } = await call(
    { url: `${url}/hook?token=very-secret`, method: "POST", headers, body: "{}" },
    { headers: [["authorization", "Bearer admin"]] },
  );
  expect(outcome).toMatchObject({ status: "201", tries: "1", body: '{"id": 7}', content_type: "application/json" });
  expect(seen[0]).toMatchObject({ method: "POST", body: "{}" });
  expect(seen[0]?.headers).toMatchObject({ "x-one": "1", authorization: "Bearer admin" });
  expect(log).toBe(`POST ${url}/hook?…: 201\n{"id": 7}\n`);
});

test("it tries again after 503 and a broken connection, and not after 404", async () => {
  const flaky = await serve((_seen, response, count) => {
    if (count === 1) response.destroy();
    else response.writeHead(count === 2 ? 503 : 200).end("ok");
  });
  expect((await call({ url: flaky.url, retries: "2", backoff: "1ms" })).outcome).toMatchObject({
    tries: "3",
    body: "ok",
  });
  const gone = await serve((_seen, response) => response.writeHead(404).end("no such thing"));
  const { outcome, log } = await call({ url: gone.url, retries: "5", backoff: "1ms" });
  expect(outcome).toBe(`GET ${gone.url}/: answered 404, which is not expected`);
  expect(log).toContain("no such thing");
  expect(gone.seen).toHaveLength(1);
});

test("what the tries have in common is told when none is left", async () => {
  const { url, seen } = await serve((_seen, response) => response.writeHead(500).end());
  expect((await call({ url, retries: "2", backoff: "1ms" })).outcome).toContain("answered 500, which is not expected");
  expect(seen).toHaveLength(3);
});

test("a server that does not answer in time fails the try", async () => {
  const { url } = await serve(() => {});
  expect((await call({ url, timeout: "20ms" })).outcome).toContain("no answer within 20ms, after 1 tries");
});

test("expected statuses are a success, whatever they are, and a redirect is not followed", async () => {
  const { url, seen } = await serve((_seen, response) => response.writeHead(302, { location: "/elsewhere" }).end());
  expect((await call({ url, expect: "200,300-399" })).outcome).toMatchObject({ status: "302", location: "/elsewhere" });
  expect((await call({ url })).outcome).toContain("answered 302");
  expect(seen).toHaveLength(2);
});

test("a Retry-After counts instead of the backoff", async () => {
  const { url } = await serve((_seen, response, count) =>
    count === 1 ? response.writeHead(429, { "retry-after": "1" }).end() : response.end("ok"),
  );
  const { log, outcome } = await call({ url, retries: "1", backoff: "1h" });
  expect(log).toContain("tried again in 1s");
  expect(outcome).toMatchObject({ tries: "2" });
});

test("only hosts that are allowed are called", async () => {
  const { url, seen } = await serve((_seen, response) => response.end("ok"));
  const { host } = new URL(url);
  expect((await call({ url }, { allowedHosts: ["*.example.com"] })).outcome).toBe(
    `${host} is not among the hosts that the administrator allows (allowed_hosts)`,
  );
  expect(seen).toHaveLength(0);
  for (const allowedHosts of [["127.0.0.1"], [host], ["x", host]]) {
    expect((await call({ url }, { allowedHosts })).outcome).toMatchObject({ status: "200" });
  }
  for (const name of ["evil-example.com", "example.com"]) {
    const { outcome } = await call({ url: `http://${name}/` }, { allowedHosts: ["*.example.com"] });
    expect(outcome).toContain("is not among");
  }
});

test("a long answer is cut, a binary one is told by its size", async () => {
  const { url } = await serve((_seen, response) =>
    response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(2 << 20)),
  );
  const { outcome, log } = await call({ url });
  expect(outcome).toMatchObject({ body_is_cut: "true", body: "x".repeat(32 << 10) });
  expect(log).toMatch(/\(cut off: the answer is longer than 1 MiB\)\n$/);
  const image = await serve((_seen, response) =>
    response.writeHead(200, { "content-type": "image/png" }).end(Buffer.from([0, 255, 1])),
  );
  expect((await call({ url: image.url })).log).toContain("(3 bytes of image/png)");
});

test("settings and configuration are refused with all problems, and without what may be a secret", () => {
  const given = {
    ...{ url: "https://ann:pass@example.com", method: "FETCH", retries: "11", headers: "broken", expect: "2xx" },
    timeout: "soon",
  };
  const { violations = [] } = parseParameters(Settings, given);
  expect(violations).toHaveLength(6);
  expect(violations.join()).not.toContain("pass@");
  const problems = validateConfig(Config.parse({ headers: "authorization: Bearer x" }));
  expect(problems.map(({ pointer }) => pointer)).toEqual(["/allowed_hosts"]);
});
