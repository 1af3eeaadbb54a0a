import { Fault } from "@gofer/sdk/fault";
import { expect, test } from "vitest";
import { createImages, describePull, type PullProgress } from "./images.js";

type Client = Parameters<typeof createImages>[0];
type Message = ReturnType<Client["prepareImage"]> extends AsyncIterable<infer Item> ? Item : never;

const megabytes = (current: number, total: number): PullProgress => ({
  ...{ phase: "downloading", currentBytes: current * 1e6, totalBytes: total * 1e6 },
});
const progress = (each: PullProgress): Message => ({ event: "progress", progress: each });
const prepared: Message = { event: "prepared", prepared: { reference: "sha256:1", digest: "sha256:2" } };

/** A scheduler that tells what the test lets it tell. */
function open() {
  const calls: { readonly tell: (message: Message) => void; readonly fail: (error: Error) => void }[] = [];
  const client: Client = {
    async *prepareImage() {
      const messages: Message[] = [];
      let wake: () => void = () => undefined;
      let failure: Error | undefined;
      calls.push({
        tell: (message) => {
          messages.push(message);
          wake();
        },
        fail: (error) => {
          failure = error;
          wake();
        },
      });
      for (;;) {
        for (const message of messages.splice(0)) yield message;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
  return { calls, images: createImages(client, new AbortController().signal) };
}

const turn = () => new Promise(setImmediate);

test("who waits for an image hears how far its pull is, also who comes later, and who comes after it hears nothing", async () => {
  const { calls, images } = open();
  const first: PullProgress[] = [];
  const second: PullProgress[] = [];
  const third: PullProgress[] = [];
  const one = images.prepare("alpine:3.20", undefined, (each) => first.push(each));
  await turn();
  calls[0]?.tell(progress(megabytes(45, 120)));
  await turn();
  const other = images.prepare("alpine:3.20", undefined, (each) => second.push(each));
  expect([first, second]).toEqual([[megabytes(45, 120)], [megabytes(45, 120)]]);
  calls[0]?.tell(prepared);
  expect(await Promise.all([one, other])).toEqual([prepared.prepared, prepared.prepared]);
  await images.prepare("alpine:3.20", undefined, (each) => third.push(each));
  expect(third).toEqual([]);
  expect(calls).toHaveLength(1);
});

test("a scheduler that tells more than anybody can read is heard now and then", async () => {
  const { calls, images } = open();
  const heard: PullProgress[] = [];
  const pull = images.prepare("alpine:3.20", undefined, (each) => heard.push(each));
  await turn();
  for (let each = 0; each < 1000; each++) calls[0]?.tell(progress(megabytes(each, 1000)));
  calls[0]?.tell(prepared);
  await pull;
  expect(heard.length).toBeLessThan(100);
});

test("a pull that fails is begun anew by the next one, and so is one that was forgotten", async () => {
  const { calls, images } = open();
  const failing = images.prepare("alpine:3.20", undefined, () => undefined);
  await turn();
  calls[0]?.fail(new Fault("unavailable", "the registry is away"));
  await expect(failing).rejects.toThrow("the registry is away");
  for (const call of [1, 2]) {
    const again = images.prepare("alpine:3.20", undefined, () => undefined);
    await turn();
    calls[call]?.tell(prepared);
    await again;
    images.forget("alpine:3.20");
  }
  expect(calls).toHaveLength(3);
});

test.each([
  [megabytes(45.6, 119.2), "pulling alpine:3.20, 45 of 120 MB"],
  [{ phase: "downloading", currentBytes: 1400, totalBytes: 2000 }, "pulling alpine:3.20, 1 of 2 kB"],
  [{ phase: "downloading", currentBytes: 5e6, totalBytes: 0 }, "pulling alpine:3.20"],
  [{ phase: "resolving", currentBytes: 0, totalBytes: 0 }, "pulling alpine:3.20"],
  [{ phase: "extracting", currentBytes: 120e6, totalBytes: 120e6 }, "pulling alpine:3.20, extracting"],
  [{ phase: "\u001b[2J", currentBytes: -1, totalBytes: -1 }, "pulling alpine:3.20"],
  [{ phase: "downloading", currentBytes: 9e6, totalBytes: 3e6 }, "pulling alpine:3.20, 3 of 3 MB"],
])("what people read of %j", (each, text) => {
  expect(describePull("alpine:3.20", each)).toBe(text);
});
