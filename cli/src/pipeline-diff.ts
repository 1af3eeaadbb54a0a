import type { PipelineConfig } from "@gofer/proto";

export interface Difference {
  /** For example `tasks.build.container.image`. */
  readonly path: string;
  /** Undefined where there was nothing. */
  readonly from: string | undefined;
  /** Undefined where there is nothing any more. */
  readonly to: string | undefined;
}

/** What differs between two configs, leaf by leaf, in the order of the paths. Tasks and triggers are named, not counted. */
export function differences(from: PipelineConfig | undefined, to: PipelineConfig): readonly Difference[] {
  const before = from ? leavesOf(from) : new Map<string, string>();
  const after = leavesOf(to);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const change = { path, from: before.get(path), to: after.get(path) };
    // The kernel never shows a password that is not a reference: nobody can say whether it has changed.
    return change.from === change.to || change.from === hidden ? [] : [change];
  });
}

const hidden = JSON.stringify("[secret]");

function leavesOf(config: PipelineConfig): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (isNothing(value)) return;
    if (Array.isArray(value) && value.every((item) => typeof item !== "object")) {
      leaves.set(path, JSON.stringify(value));
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) if (!name.startsWith("_")) visit(`${path}.${name}`, inner);
    } else leaves.set(path, JSON.stringify(value));
  };
  // The kernel takes the id where there is no name.
  const { tasks, triggers, name, ...rest } = config;
  for (const [key, value] of Object.entries({ ...rest, name: name || config.id })) visit(key, value);
  for (const { id, kind: _kind, ...task } of tasks) {
    leaves.set(`tasks.${id}`, task.common ? "common task" : "container task");
    const { dependsOn, ...rest } = retriesOf(task);
    visit(`tasks.${id}`, rest);
    for (const [parent, condition] of Object.entries(dependsOn))
      leaves.set(`tasks.${id}.dependsOn.${parent}`, conditionOf(condition));
  }
  for (const { label, ...trigger } of triggers) visit(`triggers.${label}`, trigger);
  return leaves;
}

/** One attempt is no retry, however its pauses are set. */
function retriesOf<T extends { readonly retries: { readonly attempts: number } | null }>(task: T): T {
  return task.retries && task.retries.attempts <= 1 ? { ...task, retries: null } : task;
}

/** The kernel takes "any" where there is no condition. */
const conditionOf = (condition: string) =>
  condition.replace("DEPENDENCY_CONDITION_", "").replace("UNSPECIFIED", "ANY").toLowerCase();

/** What protobuf does not tell from absent. */
function isNothing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === "" ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "string" && value.endsWith("_UNSPECIFIED"))
  );
}
