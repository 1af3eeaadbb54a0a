import { type CustomTaskBuilder, newCustomTask } from "@gofer/sdk";
import type { SeededRandom } from "./random.js";

export type Condition = "any" | "success" | "failure";
export type TaskEnd = "successful" | "failed" | "skipped";

/** A task whose every attempt is known beforehand: how long, how much output, and which attempts fail. */
export interface PlannedTask {
  readonly id: string;
  readonly parents: Readonly<Record<string, Condition>>;
  readonly sleepMs: number;
  readonly lines: number;
  /** How many attempts fail before one succeeds. */
  readonly failures: number;
  readonly attempts: number;
}

export interface PlannedPipeline {
  readonly id: string;
  readonly parallelism: number;
  readonly tasks: readonly PlannedTask[];
}

export function planPipeline(random: SeededRandom, index: number): PlannedPipeline {
  const count = 1 + random.below(7);
  const tasks = Array.from({ length: count }, (_, place): PlannedTask => {
    const parents = Array.from({ length: place }, (_parent, parent) => parent).filter(() => random.chance(0.4));
    return {
      id: `task_${place}`,
      parents: Object.fromEntries(
        parents
          .slice(0, 3)
          .map((parent) => [`task_${parent}`, random.pick<Condition>(["any", "success", "success", "failure"])]),
      ),
      sleepMs: random.pick([0, 0, 20, 100, 300]),
      lines: random.pick([0, 1, 3, 50, 3000]),
      failures: random.pick([0, 0, 0, 1, 2]),
      attempts: random.pick([1, 1, 2, 3]),
    };
  });
  return { id: `chaos_${index}`, parallelism: random.pick([0, 0, 2, 3]), tasks };
}

/** What one attempt writes. */
export function outputOf({ id, lines }: PlannedTask, attempt: number): string {
  return Array.from({ length: lines }, (_, index) => `${id} attempt ${attempt} line ${index + 1}\n`).join("");
}

/**
 * The task as a script. It notes in the world, outside of everything that is tested, that it began and
 * ended; the number of its attempt is how often it has begun.
 */
export function taskOf(task: PlannedTask, world: string, image: string): CustomTaskBuilder {
  const file = `${world}/$GOFER_PIPELINE_ID.$GOFER_RUN_ID.${task.id}`;
  const script = [
    `echo start >> ${file}`,
    `n=$(grep -c start ${file})`,
    `i=0; while [ $i -lt ${task.lines} ]; do i=$((i+1)); echo "${task.id} attempt $n line $i"; done`,
    ...(task.sleepMs > 0 ? [`sleep ${task.sleepMs / 1000}`] : []),
    `echo end >> ${file}`,
    `[ $n -gt ${task.failures} ]`,
  ].join("\n");
  return newCustomTask(task.id, image)
    .command("sh", "-c", script)
    .dependsOnMany(task.parents)
    .retries({ attempts: task.attempts, backoff: "10ms", maxBackoff: "50ms", jitter: 0.5 });
}

/** How each task must end and how many attempts it must take; made from the plan alone. */
export function expectedEnds({ tasks }: PlannedPipeline): ReadonlyMap<string, { end: TaskEnd; attempts: number }> {
  const ends = new Map<string, { end: TaskEnd; attempts: number }>();
  for (const { id, parents, failures, attempts } of tasks) {
    const runs = Object.entries(parents).every(([parent, condition]) => {
      const end = ends.get(parent)?.end;
      return condition === "any" || end === (condition === "success" ? "successful" : "failed");
    });
    if (!runs) ends.set(id, { end: "skipped", attempts: 0 });
    else if (failures < attempts) ends.set(id, { end: "successful", attempts: failures + 1 });
    else ends.set(id, { end: "failed", attempts });
  }
  return ends;
}
