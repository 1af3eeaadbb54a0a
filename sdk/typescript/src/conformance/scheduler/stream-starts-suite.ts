import type { ContainerSpecInput, ContainerStatus, StartResult } from "@gofer/proto";
import type { Bench } from "../bench.js";
import { defineSuite } from "../case.js";
import { checkEqual, eventually, present, within } from "../check.js";
import { Nonconformance } from "../verdict.js";
import { type Driver, driveScheduler, exitOf, itemCode } from "./driver.js";

type Request = Parameters<Driver["client"]["streamStarts"]>[0] extends AsyncIterable<infer Message> ? Message : never;

/** Requests of StreamStarts that are sent one after the other. */
function openRequests() {
  let queue: Request[] = [];
  let ended = false;
  let wake = () => {};
  async function* requests(): AsyncGenerator<Request> {
    for (;;) {
      const now = queue;
      queue = [];
      yield* now;
      if (queue.length > 0) continue;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const send = (...containers: ContainerSpecInput[]) => {
    queue.push({ containers });
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  return { requests: requests(), send, end };
}

/** A stream of starts as a kernel keeps one. What it starts is removed after the case. */
function streamOf(bench: Bench, { client, remove }: Driver) {
  const { requests, send, end } = openRequests();
  const broken = new AbortController();
  const answers: StartResult[] = [];
  const ended = (async () => {
    for await (const { results } of client.streamStarts(requests, { signal: broken.signal })) answers.push(...results);
  })();
  ended.catch(() => undefined);
  const breakOff = async () => {
    broken.abort();
    await ended.catch(() => undefined);
  };
  return {
    ended,
    end,
    send: (...specs: readonly (ContainerSpecInput & { readonly key: string })[]) => {
      bench.defer(() => remove(...specs.map(({ key }) => key)));
      send(...specs);
    },
    /** The next answer to that key. */
    answer: (key: string): Promise<StartResult> =>
      eventually(
        `StreamStarts answers ${key}`,
        async () => {
          const index = answers.findIndex((answer) => answer.key === key);
          return index < 0 ? undefined : answers.splice(index, 1)[0];
        },
        15_000,
      ),
    [Symbol.asyncDispose]: breakOff,
  };
}

function startedBy({ key, started, error }: StartResult): ContainerStatus {
  if (error) throw new Nonconformance(`the start of ${key} is refused: ${error.reason} ${error.message}`);
  return present("StartedContainer.status", present(`the outcome of ${key}`, started).status);
}

/** Start as a stream. */
export const streamStartsSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "stream-starts": {
      features: ["STREAM_STARTS"],
      summary:
        "StreamStarts starts each item once and answers it by its key, as Start does; a refused one hinders no other.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        await using stream = streamOf(bench, driver);
        const specs = Array.from({ length: 10 }, (_, index) => driver.script(`exit ${index}`));
        stream.send({ ...driver.script("true"), key: "Not A Label" }, ...specs);
        checkEqual("the code of the bad item", (await stream.answer("Not A Label")).error?.code, itemCode.invalid);
        for (const [index, { key }] of specs.entries()) {
          startedBy(await stream.answer(key));
          checkEqual(`the exit code of item ${index}`, exitOf(await driver.ended(key)).exitCode, index);
        }
        const [spec] = specs;
        if (!spec) return;
        const [byStart] = await driver.start(spec);
        stream.send(spec);
        const byStream = startedBy(await stream.answer(spec.key));
        checkEqual("the answer of StreamStarts to what Start knows", byStream, present("the answer of Start", byStart));
        stream.send({ ...spec, specHash: "another" });
        checkEqual("the code for another hash", (await stream.answer(spec.key)).error?.code, itemCode.exists);
      },
    },
    "stream-starts-at-once": {
      features: ["STREAM_STARTS"],
      summary: "Each answer of StreamStarts comes while the stream of requests is open, and waits for no other item.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        await using stream = streamOf(bench, driver);
        for (let round = 0; round < 3; round++) {
          const spec = driver.script("sleep 20");
          stream.send(spec);
          startedBy(await stream.answer(spec.key));
        }
      },
    },
    "stream-starts-half-close": {
      features: ["STREAM_STARTS"],
      summary: "After the end of its requests StreamStarts sends the answers that are missing, and ends.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        await using stream = streamOf(bench, driver);
        const specs = Array.from({ length: 5 }, () => driver.script("exit 3"));
        stream.send(...specs);
        stream.end();
        await within("StreamStarts ends", 30_000, stream.ended);
        for (const { key } of specs) {
          startedBy(await stream.answer(key));
          checkEqual("the exit code", exitOf(await driver.ended(key)).exitCode, 3);
        }
      },
    },
    "stream-starts-broken-off": {
      features: ["STREAM_STARTS"],
      summary: "What a broken StreamStarts had begun goes on, and another stream finds it.",
      run: async (bench) => {
        const driver = await driveScheduler(bench);
        const spec = driver.script("echo once; sleep 2");
        {
          await using stream = streamOf(bench, driver);
          stream.send(spec);
        }
        await using stream = streamOf(bench, driver);
        stream.send(spec);
        startedBy(await stream.answer(spec.key));
        await driver.ended(spec.key);
        checkEqual("the output", (await driver.output(spec.key)).stdout.toString(), "once\n");
      },
    },
  },
);
