import { expectedEnds, outputOf, type PlannedPipeline } from "./workload.js";

/** What a run is in the ledger, and what was stored of its output. */
export interface ObservedRun {
  readonly pipelineId: string;
  readonly runId: number;
  readonly state: string;
  readonly status: string;
  readonly attempts: readonly {
    readonly taskId: string;
    readonly attempt: number;
    readonly status: string;
    readonly output: string;
    /** When it ran, Unix milliseconds. */
    readonly startedAtMs: number;
    readonly endedAtMs: number;
    /** Why, in the kernel's words; only told, never compared. */
    readonly reason?: string;
  }[];
}

/** What the world outside shows. */
export interface World {
  /** How often a task began and ended, by "pipeline.run.task". */
  readonly marks: ReadonlyMap<string, { readonly started: number; readonly ended: number }>;
  /** What should not be there any more: processes, containers, directories of tasks. */
  readonly leftovers: readonly string[];
  /**
   * When what runs the tasks was away, because it was killed as well: of a task that it was about to start it may not know
   * what became, and what one writes meanwhile may be lost with it.
   */
  readonly outages?: readonly Outage[];
}

export interface Outage {
  /** Unix milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Everything that is wrong, one sentence each. It knows the plan, the world and the ledger, and nothing of
 * how the engine works.
 */
export function findViolations(
  pipelines: readonly PlannedPipeline[],
  runs: readonly ObservedRun[],
  world: World,
): readonly string[] {
  const plans = new Map(pipelines.map((pipeline) => [pipeline.id, pipeline]));
  const violations = world.leftovers.map((leftover) => `left behind: ${leftover}`);
  const known = new Set<string>();
  for (const run of runs) {
    const plan = plans.get(run.pipelineId);
    const name = `run ${run.runId} of ${run.pipelineId}`;
    if (!plan) {
      violations.push(`${name} belongs to no pipeline`);
      continue;
    }
    violations.push(...runViolations(plan, run, name, world, known));
  }
  const ended = runs.flatMap(({ attempts }) => attempts.filter(({ status }) => status !== "skipped"));
  const lost = ended.filter(isLost).length;
  if (lost > ended.length / 2) violations.push(`${lost} of ${ended.length} attempts are lost`);
  for (const key of world.marks.keys()) if (!known.has(key)) violations.push(`${key} ran, and no run knows of it`);
  return violations;
}

const isLost = ({ status }: ObservedRun["attempts"][number]) => status === "unknown";
const hasLoss = ({ attempts }: ObservedRun) => attempts.some(isLost);

function runViolations(
  plan: PlannedPipeline,
  run: ObservedRun,
  name: string,
  world: World,
  known: Set<string>,
): readonly string[] {
  const violations: string[] = [];
  if (world.outages && hasLoss(run)) return lossViolations(plan, run, name, world, known);
  const ends = expectedEnds(plan);
  const failed = [...ends.values()].some(({ end }) => end === "failed");
  const status = failed ? "failed" : "successful";
  if (run.state !== "complete") violations.push(`${name} is ${run.state}`);
  else if (run.status !== status) violations.push(`${name} is ${run.status} and must be ${status}`);
  for (const { task, started, ended, attempts } of observedTasks(plan, run, world, known)) {
    const wanted = ends.get(task.id) ?? { end: "skipped", attempts: 0 };
    const say = (what: string) => violations.push(`${name}, ${task.id}: ${what}`);
    if (started !== wanted.attempts)
      say(`began ${started} times outside, and must have ${wanted.attempts} times${told(attempts)}`);
    if (ended !== started) say(`began ${started} times and came to its end ${ended} times`);
    const records = Math.max(1, wanted.attempts);
    if (attempts.length !== records) say(`has ${attempts.length} records, and must have ${records}`);
    for (const one of attempts) {
      const { attempt, status: got, output, reason = "" } = one;
      const must = attempt < wanted.attempts ? "failed" : wanted.end;
      if (got !== must) say(`attempt ${attempt} is ${got} and must be ${must}${reason && `: ${reason}`}`);
      const text = wanted.end === "skipped" ? "" : outputOf(task, attempt);
      if (output !== text && !(isThinned(output, text) && wasCutOff(one, world.outages)))
        say(
          `attempt ${attempt}: output of ${output.length} bytes differs from the ${text.length} it wrote${firstDifference(output, text)}`,
        );
    }
  }
  return violations;
}

/** The tasks of a run: how often each began and ended outside, and its attempts as they are told. */
function* observedTasks(plan: PlannedPipeline, run: ObservedRun, { marks }: World, known: Set<string>) {
  for (const task of plan.tasks) {
    const key = `${plan.id}.${run.runId}.${task.id}`;
    known.add(key);
    const attempts = run.attempts.filter(({ taskId }) => taskId === task.id);
    yield { task, ...(marks.get(key) ?? { started: 0, ended: 0 }), attempts };
  }
}

/** What is there was written so, in order and nothing twice; of a line only the beginning may be missing, which was read last before a kill. */
function isThinned(output: string, text: string): boolean {
  const written = text.split("\n");
  let at = 0;
  return output.split("\n").every((line) => {
    const found = written.findIndex((whole, index) => index >= at && whole.endsWith(line));
    at = found + 1;
    return found >= 0;
  });
}

/** The clocks of an engine that comes back are not exact. */
const clockMs = 1000;

function wasCutOff(
  { startedAtMs, endedAtMs }: ObservedRun["attempts"][number],
  outages: World["outages"] = [],
): boolean {
  return outages.some(({ fromMs, toMs }) => startedAtMs - clockMs < toMs && endedAtMs + clockMs > fromMs);
}

/** What the ledger has of the attempts of a task. */
function told(attempts: ObservedRun["attempts"]): string {
  const each = attempts.map(
    ({ attempt, status, reason }) => `attempt ${attempt} ${status}${reason ? `: ${reason}` : ""}`,
  );
  return ` (${each.join("; ")})`;
}

/** Where two outputs part: the lines around it tell whether something is missing, doubled or broken. */
function firstDifference(got: string, wanted: string): string {
  const [is, must] = [got.split("\n"), wanted.split("\n")];
  const at = is.findIndex((line, index) => line !== must[index]);
  const show = (lines: readonly string[]) => JSON.stringify(lines.slice(Math.max(0, at - 1), at + 3));
  return `: from line ${at + 1} it is ${show(is)}, and must be ${show(must)}`;
}

/**
 * Of a run that lost an attempt: the backend cannot say whether it ran, and what follows it depends on that. No attempt ran
 * twice, whatever is told to have ended ran, and the run does not pass for a good one.
 */
function lossViolations(
  plan: PlannedPipeline,
  run: ObservedRun,
  name: string,
  world: World,
  known: Set<string>,
): readonly string[] {
  const violations: string[] = [];
  if (run.state !== "complete") violations.push(`${name} is ${run.state}`);
  else if (run.status !== "failed") violations.push(`${name} lost an attempt, and is ${run.status}`);
  for (const { task, started, ended, attempts } of observedTasks(plan, run, world, known)) {
    const ends = attempts.filter(({ status }) => status === "failed" || status === "successful").length;
    const lost = attempts.filter(isLost).length;
    const say = (what: string) => violations.push(`${name}, ${task.id}: ${what}`);
    if (started < ends || started > ends + lost)
      say(
        `began ${started} times outside, and is told to have ended ${ends} times and to be lost ${lost} times${told(attempts)}`,
      );
    if (ended !== started) say(`began ${started} times and came to its end ${ended} times`);
  }
  return violations;
}
