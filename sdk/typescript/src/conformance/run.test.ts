import { expect, test } from "vitest";
import { Fixture } from "./fixture.js";
import { runConformance } from "./run.js";
import type { Target } from "./target.js";

const target: Target = { kind: "process", command: ["/nowhere"], directory: "/", manifest: undefined };
const fixture = Fixture.parse({});

test("a word that names no case is refused before anything is started, with what was meant", async () => {
  const only = ["scheduler", "scheduler.start-bacth"];
  await expect(runConformance({ target, fixture, only })).rejects.toThrow(
    'no case or suite "scheduler.start-bacth" (did you mean "scheduler.start-batch"?)',
  );
});
