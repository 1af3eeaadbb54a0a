import { once } from "node:events";
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from "@grpc/grpc-js";

// The least that grpc-js can do: what the floors G, P and L are measured against. Ends with its standard input.

const same = (bytes: Buffer) => bytes;
const shared = {
  requestStream: false,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};
const streamedMessages = 2000;

const server = new Server();
server.addService(
  {
    unary: { ...shared, path: "/echo/Unary", responseStream: false },
    stream: { ...shared, path: "/echo/Stream", responseStream: true },
    ping: { ...shared, path: "/echo/Ping", requestStream: true, responseStream: true },
  },
  {
    unary: (call: ServerUnaryCall<Buffer, Buffer>, callback: (error: null, answer: Buffer) => void) =>
      callback(null, call.request),
    stream: (call: ServerWritableStream<Buffer, Buffer>) => {
      const message = Buffer.alloc(64 << 10, "x");
      void (async () => {
        for (let index = 0; index < streamedMessages; index++) {
          if (!call.write(message)) await once(call, "drain");
        }
        call.end();
      })();
    },
    ping: (call: ServerDuplexStream<Buffer, Buffer>) =>
      void call.on("data", (message: Buffer) => call.write(message)).on("end", () => call.end()),
  },
);
const [, , socket = ""] = process.argv;
server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), () => process.stdout.write("ready\n"));
process.stdin.on("end", () => server.forceShutdown()).resume();
