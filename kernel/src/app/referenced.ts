import type { RunRef, TaskConfig } from "../domain/pipeline.js";
import type { ObjectRecord, SecretRecord, StoreKeys } from "../ports/store-keys.js";
import type { Reference } from "./references.js";

/** Whose values are resolved: a run's, or those of a pipeline outside of any run. */
export type ValueOwner = Omit<RunRef, "runId"> & { readonly runId: number | undefined };

/** What of a task may hold references, under the names that messages use. */
export function textsOf({ variables, kind }: Pick<TaskConfig, "variables" | "kind">): Readonly<Record<string, string>> {
  const named = (what: string, texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([key, value]) => [`${what} ${key}`, value] as const);
  const { username, password } = (kind.type === "container" ? kind.registryAuth : undefined) ?? {};
  return {
    ...Object.fromEntries(named("variable", variables)),
    ...(kind.type === "common" ? Object.fromEntries(named("setting", kind.settings)) : {}),
    ...(username === undefined ? {} : { "user name of the registry": username }),
    ...(password === undefined ? {} : { "password of the registry": password }),
  };
}

/** The object or secret that a reference means; undefined while there is none. Throws `notFound` for an owner that does not exist. */
export function findReferenced(
  keys: StoreKeys,
  owner: ValueOwner,
  { kind, key }: Reference,
): ObjectRecord | SecretRecord | undefined {
  switch (kind) {
    case "pipelineSecret":
      return keys.findSecret(owner, key);
    case "globalSecret":
      return keys.findSecret("global", key);
    case "pipelineObject":
      return keys.findObject({ ...owner, runId: undefined }, key);
    case "runObject":
      return owner.runId === undefined ? undefined : keys.findObject(owner, key);
  }
}

/** What a person can do about a reference to nothing. */
export function howToPut({ pipelineId, runId }: ValueOwner, { kind, key }: Reference): string {
  switch (kind) {
    case "pipelineSecret":
      return `gofer secret pipeline put ${pipelineId} ${key}`;
    case "globalSecret":
      return `gofer secret global put ${key}`;
    case "pipelineObject":
      return `gofer pipeline store put ${pipelineId} ${key}`;
    case "runObject":
      return runId === undefined
        ? "there is no run here"
        : `a task before this one has to put it: gofer run store put ${pipelineId} ${runId} ${key}`;
  }
}
