import { describe, expect, test } from "vitest";
import { admit, type Queued } from "./admission.js";

const live = (key: number, state: "pending" | "running", parallelism: number, pipelineKey = 1): Queued => ({
  record: { key, pipelineKey, runId: key },
  run: { summary: { state } },
  plan: { config: { parallelism } },
});
const began = (runs: readonly Queued[], limit = 0) => admit(runs, limit).begin.map(({ record }) => record.key);

describe("the queue", () => {
  test("B05: a pipeline with limit 1 runs its first run, and then one at a time in order", () => {
    const runs = [live(1, "pending", 1), live(2, "pending", 1), live(3, "pending", 1)];
    expect(began(runs)).toEqual([1]);
    expect(began([live(1, "running", 1), ...runs.slice(1)])).toEqual([]);
    expect(began(runs.slice(1))).toEqual([2]);
  });

  test("B05: without a limit of its own a pipeline is held by the server's, and the other way round", () => {
    const unlimited = [live(1, "running", 0), live(2, "pending", 0), live(3, "pending", 0)];
    expect(began(unlimited, 2)).toEqual([2]);
    expect(began([live(1, "running", 2), live(2, "pending", 2), live(3, "pending", 2)], 0)).toEqual([2]);
  });

  test("B05: the smaller of two limits counts", () => {
    expect(began([live(1, "pending", 3), live(2, "pending", 3), live(3, "pending", 3)], 2)).toEqual([1, 2]);
    expect(began([live(1, "pending", 1), live(2, "pending", 1)], 9)).toEqual([1]);
  });

  test("a full pipeline does not hold up another one", () => {
    expect(began([live(1, "running", 1, 1), live(2, "pending", 1, 1), live(3, "pending", 1, 2)])).toEqual([3]);
  });

  test("says why a run waits, and for which runs", () => {
    const { waiting } = admit([live(41, "running", 2), live(42, "running", 2), live(43, "pending", 2)], 0);
    expect(waiting.get(43)).toBe("2 of 2 slots of the pipeline in use by runs 41, 42");
    expect(admit([live(1, "running", 0), live(2, "pending", 0)], 1).waiting.get(2)).toBe(
      "1 of 1 slots of the server in use",
    );
  });
});
