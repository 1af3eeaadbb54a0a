import { expect, test } from "vitest";
import { defaultTiming } from "./timing.js";
import { watchStatus } from "./watch.js";

type Watched = Parameters<typeof watchStatus>[0];

const status = (state: string) => ({ state, message: "", attributes: {} }) as never;
const never = new AbortController().signal;

test("a plugin that ends its status at once and says nothing is told so, and not waited for for ever", async () => {
  let calls = 0;
  const plugin: Watched = {
    watchStatus: async function* () {
      calls++;
    },
  };
  await expect(watchStatus(plugin, 'plugin "mute"', never, defaultTiming, () => undefined)).rejects.toThrow(
    'plugin "mute" ends WatchStatus and sends nothing: its first message must come at once',
  );
  expect(calls).toBe(6);
});

test("a plugin that has said how it is doing may end the stream: it is asked again", async () => {
  const closed = new AbortController();
  let calls = 0;
  const plugin: Watched = {
    watchStatus: async function* () {
      if (++calls === 1) yield status("STATE_HEALTHY");
      if (calls === 6) closed.abort();
    },
  };
  const told: string[] = [];
  await watchStatus(plugin, "plugin", closed.signal, defaultTiming, ({ health }) => told.push(health));
  expect(told).toEqual(["healthy"]);
});
