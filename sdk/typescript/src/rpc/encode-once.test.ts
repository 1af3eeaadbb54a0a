import { randomBytes } from "node:crypto";
import { encodeOnce, GrpcStdio } from "@gofer/proto";
import { Client, credentials, Server, ServerCredentials, type ServerInterceptingCallInterface } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf } from "./client.js";
import { addService } from "./server.js";

interface Message {
  channel: "STDOUT";
  data: Buffer;
}

const shared = encodeOnce(GrpcStdio, "StreamStdio");
const messages = [0, 1, 70_000].map((size): Message => ({ channel: "STDOUT", data: randomBytes(size) }));
const calls: ServerInterceptingCallInterface[] = [];
const server = new Server({
  interceptors: [
    (_method, call) => {
      calls.push(call);
      return call as never;
    },
  ],
});
let channel: Client;

beforeAll(async () => {
  addService(server, shared, {
    async *streamStdio() {
      yield* messages;
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  channel = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterAll(() => {
  channel.close();
  server.forceShutdown();
});

test("several calls get the same messages as they are", async () => {
  const read = async () => {
    const data: Buffer[] = [];
    for await (const message of clientOf(GrpcStdio, channel).streamStdio({})) data.push(message.data);
    return data;
  };
  const expected = messages.map(({ data }) => data);
  expect(await Promise.all([read(), read()])).toEqual([expected, expected]);
});

test("each of them is in memory once, however many calls send it", () => {
  const framesOf = (call: unknown) =>
    messages.map((message) => (call as { serializeMessage: (message: Message) => Buffer }).serializeMessage(message));
  const [first, second] = calls;
  expect(framesOf(first)[2]?.length).toBeGreaterThan(70_000);
  expect(framesOf(first).map((frame, index) => frame === framesOf(second)[index])).toEqual([true, true, true]);
});

test("a method that is not there is named", () => {
  expect(() => encodeOnce(GrpcStdio, "StreamNothing")).toThrow("plugin.GRPCStdio has no method StreamNothing");
});
