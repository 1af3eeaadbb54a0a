import fc from "fast-check";
import { expect, test } from "vitest";
import { DueTimes } from "./due-times.js";

test("items come out in the order of their times, however they went in", () => {
  const operations = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant("take" as const)), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(operations, (steps) => {
      const heap = new DueTimes();
      let model: { time: number; item: number }[] = [];
      for (const [item, step] of steps.entries()) {
        if (step === "take") {
          const first = model.reduce<number | undefined>((least, { time }) => Math.min(least ?? time, time), undefined);
          expect(heap.first).toBe(first);
          const taken = heap.take();
          expect(model.find((one) => one.item === taken)?.time).toBe(first);
          model = model.filter((one) => one.item !== taken);
        } else {
          heap.add(step, item);
          model.push({ time: step, item });
        }
      }
    }),
  );
});
