import { FaultCode, toStatus } from "../fault.js";
import type { RoleImpl } from "./define.js";

type Start = RoleImpl<"scheduler">["start"];
type StartRequest = Parameters<Start>[0];
type StartResult = NonNullable<Awaited<ReturnType<Start>>["results"]>[number];

/**
 * Serves StreamStarts with a scheduler's Start: each item on its own, so that none waits for another. What has a result in
 * the same turn of the event loop leaves in one message. `onBug` is told of errors that are no faults.
 */
export async function* answerStarts(
  requests: AsyncIterable<StartRequest>,
  start: (request: StartRequest) => ReturnType<Start>,
  { signal, onBug }: { readonly signal: AbortSignal; readonly onBug: (error: unknown) => void },
): AsyncGenerator<{ results: StartResult[] }> {
  let answers: StartResult[] = [];
  let open = 1;
  let wake = () => {};
  // A tick comes after all promises that are settled by now.
  const ring = () => process.nextTick(() => wake());
  const answer = (result: StartResult) => {
    if (answers.push(result) === 1) ring();
  };
  const done = () => {
    if (--open === 0) ring();
  };
  const startOne = async (spec: StartRequest["containers"][number]) => {
    try {
      const [result] = (await start({ containers: [spec] })).results ?? [];
      answer(result ?? refusal(spec.key, new Error("Start answered without a result")));
    } catch (error) {
      const refused = refusal(spec.key, error);
      if (refused.error.code === FaultCode.internal) onBug(error);
      answer(refused);
    } finally {
      done();
    }
  };
  const read = async () => {
    for await (const { containers } of requests) {
      open += containers.length;
      for (const spec of containers) void startOne(spec);
    }
  };
  read()
    .catch(() => undefined)
    .finally(done);
  signal.addEventListener("abort", ring, { once: true });
  while (!signal.aborted) {
    if (answers.length > 0) {
      const results = answers;
      answers = [];
      yield { results };
    } else if (open === 0) return;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

function refusal(key: string, error: unknown) {
  const { code, details } = toStatus(error);
  return { key, outcome: "error" as const, error: { code, reason: "NOT_STARTED", message: details } };
}
