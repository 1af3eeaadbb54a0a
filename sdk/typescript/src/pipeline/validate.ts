import type { PipelineConfig } from "@gofer/proto";
import { isDnsLabel, isIdentifier } from "../names.js";

const identifierRule = "is not 3 to 32 characters of A-Z a-z 0-9 _";
const conditions = new Set([
  "DEPENDENCY_CONDITION_ANY",
  "DEPENDENCY_CONDITION_SUCCESS",
  "DEPENDENCY_CONDITION_FAILURE",
]);
const maxTasks = 10_000;
const maxSizeBytes = 4 << 20;

/** All problems of a pipeline, one sentence each; empty means valid. The SDK and the kernel use the same rules. */
export function validatePipeline(config: PipelineConfig): readonly string[] {
  const problems: string[] = [];
  if (!isIdentifier(config.id)) problems.push(`pipeline id ${quote(config.id)} ${identifierRule}`);
  if (config.parallelism < 0) problems.push(`parallelism ${config.parallelism} is negative: 0 means no limit`);
  if (config.timeoutMs < 0) problems.push(`timeout of the pipeline is negative`);
  if (config.tasks.length === 0) problems.push("the pipeline has no tasks");
  if (config.tasks.length > maxTasks)
    problems.push(`the pipeline has ${config.tasks.length} tasks, at most ${maxTasks} are allowed`);
  if (JSON.stringify(config).length > maxSizeBytes) problems.push("the pipeline is larger than 4 MiB");
  problems.push(
    ...duplicates(config.tasks.map(({ id }) => id)).map((id) => `task id ${quote(id)} is used more than once`),
    ...config.tasks.flatMap((task) => taskProblems(task)),
    ...parentProblems(config),
    ...config.triggers.flatMap(({ name, label }) => [
      ...(isDnsLabel(name) ? [] : [`trigger name ${quote(name)} is not the alias of a plugin`]),
      ...(isIdentifier(label) ? [] : [`trigger label ${quote(label)} ${identifierRule}`]),
    ]),
    ...duplicates(config.triggers.map(({ label }) => label)).map(
      (label) => `trigger label ${quote(label)} is used more than once`,
    ),
  );
  const cycle = findCycle(config);
  if (cycle) problems.push(`tasks depend on each other in a cycle: ${cycle.join(" → ")}`);
  return problems;
}

type TaskConfig = PipelineConfig["tasks"][number];

function taskProblems(task: TaskConfig): string[] {
  const problems: string[] = [];
  const say = (problem: string) => problems.push(`task ${quote(task.id)}: ${problem}`);
  if (!isIdentifier(task.id)) problems.push(`task id ${quote(task.id)} ${identifierRule}`);
  if (task.timeoutMs < 0) say("timeout is negative");
  if (task.container) {
    if (task.container.image.trim() === "") say("image is empty");
    const { cpuMillis = 0, memoryBytes = 0, pids = 0 } = task.container.limits ?? {};
    if (Math.min(cpuMillis, memoryBytes, pids) < 0) say("a limit is negative");
  } else if (task.common) {
    if (!isDnsLabel(task.common.name)) say(`common task name ${quote(task.common.name)} is not the alias of a plugin`);
  } else say("it is neither a container nor a common task");
  if (task.retries) {
    const { attempts, backoffMs, maxBackoffMs, jitter } = task.retries;
    if (attempts < 0 || attempts > 100) say(`retries.attempts ${attempts} is not between 0 and 100`);
    if (backoffMs < 0 || maxBackoffMs < 0) say("a pause of retries is negative");
    if (!(jitter >= 0 && jitter <= 1)) say(`retries.jitter ${jitter} is not between 0 and 1`);
  }
  const values = { ...task.variables, ...task.common?.settings };
  for (const [key, value] of Object.entries(values)) {
    if (key === "" || /[=\0]/.test(key)) say(`variable name ${quote(key)} is empty or holds "=" or NUL`);
    if (value.includes("\0")) say(`the value of variable ${key} holds NUL`);
    if (Buffer.byteLength(value) >= 128 << 10)
      say(`the value of variable ${key} is longer than 128 KiB: put it into an object`);
    if (/\bglobal_secret\{\{/.test(value))
      say(
        `variable ${key} refers to a global secret: global secrets are for configuration that an admin writes; use a pipeline secret`,
      );
  }
  return problems;
}

function parentProblems({ tasks }: PipelineConfig): string[] {
  const ids = new Set(tasks.map(({ id }) => id));
  return tasks.flatMap(({ id, dependsOn }) =>
    Object.entries(dependsOn).flatMap(([parent, condition]) => [
      ...(ids.has(parent)
        ? []
        : [`task ${quote(id)} depends on ${quote(parent)}, which is not a task of the pipeline`]),
      ...(conditions.has(condition)
        ? []
        : [`task ${quote(id)} depends on ${quote(parent)} with an unknown condition: any, success or failure`]),
    ]),
  );
}

/** The tasks of one cycle, the first one again at the end; undefined when there is none. */
function findCycle({ tasks }: PipelineConfig): readonly string[] | undefined {
  const parents = new Map(tasks.map(({ id, dependsOn }) => [id, Object.keys(dependsOn)]));
  const done = new Set<string>();
  for (const { id: start } of tasks) {
    // Depth first without recursion: a chain may be 10,000 tasks long.
    const path: { id: string; rest: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (id: string) => {
      path.push({ id, rest: [...(parents.get(id) ?? [])] });
      onPath.add(id);
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
      } else if (onPath.has(next)) {
        const ids = path.map(({ id }) => id);
        return [...ids.slice(ids.indexOf(next)), next].reverse();
      } else if (!done.has(next) && parents.has(next)) enter(next);
    }
  }
  return undefined;
}

function duplicates(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))];
}

const quote = (text: string) => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
