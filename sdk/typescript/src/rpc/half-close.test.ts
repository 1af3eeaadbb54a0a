import { setImmediate as turn } from "node:timers/promises";
import type { handleBidiStreamingCall } from "@grpc/grpc-js";
import { Client, credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addService, type Service, type ServiceImpl } from "./index.js";

const bytes = { requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs };
function asIs(value: Buffer): Buffer {
  return value;
}
const definition = {
  Talk: { path: "/test.Talk/Talk", requestStream: true, responseStream: true, ...bytes },
} as const;
interface Handlers {
  Talk: handleBidiStreamingCall<Buffer, Buffer>;
}
const service: Service<Handlers, typeof definition> = { name: "test.Talk", definition };

const server = new Server();
const done: string[] = [];
let channel: Client;

beforeAll(async () => {
  const impl: ServiceImpl<Handlers> = {
    /** Answers only when there is nothing more to hear, and takes some turns for it. */
    async *talk(requests, { signal }) {
      const heard: Buffer[] = [];
      for await (const request of requests) {
        heard.push(request);
        if (request.equals(Buffer.from("enough"))) break;
      }
      for (let answer = 0; answer < 3; answer++) {
        await turn();
        yield Buffer.from(`${answer}: ${Buffer.concat(heard).toString()}`);
      }
      done.push(signal.aborted ? "aborted" : "well");
    },
  };
  addService(server, service, impl);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  channel = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterAll(() => {
  channel.close();
  server.forceShutdown();
});

test.each([
  ["the end of its requests", ["a", "b"]],
  ["requests that it does not read", ["enough", "b"]],
])("a call in both directions is answered after %s", { timeout: 10_000 }, async (_what, requests) => {
  const call = channel.makeBidiStreamRequest(definition.Talk.path, asIs, asIs);
  for (const request of requests) call.write(Buffer.from(request));
  call.end();
  const answers: string[] = [];
  for await (const answer of call) answers.push(String(answer));
  expect(answers.map((answer) => answer.slice(0, 1))).toEqual(["0", "1", "2"]);
  expect(done.pop()).toBe("well");
});
