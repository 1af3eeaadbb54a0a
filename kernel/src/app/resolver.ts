import { Fault } from "@gofer/sdk/fault";
import type { TaskConfig } from "../domain/pipeline.js";
import type { Ledger, RunRecord } from "../ports/ledger.js";
import type { LogRef } from "../ports/log-store.js";
import type { ObjectRecord, SecretRecord } from "../ports/store-keys.js";
import type { ObjectStore } from "./object-store.js";
import { findReferenced, howToPut, textsOf, type ValueOwner } from "./referenced.js";
import { parseValue, type Reference } from "./references.js";
import type { SecretStore } from "./secret-store.js";
import type { Variable } from "./task-spec.js";

export interface ResolverOptions {
  readonly ledger: Ledger;
  readonly objects: ObjectStore;
  readonly secrets: SecretStore;
}

/** What a task gets in the place of what its author has written. Lives only until it is handed on. */
export interface ResolvedTask {
  /** Variables whose values differ from what is written. */
  readonly environment: Readonly<Record<string, string>>;
  readonly registryAuth: { readonly username: string; readonly password: string } | undefined;
  /** All settings of a common task. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The environment of a process holds no longer value (Linux, MAX_ARG_STRLEN). */
const maxValueBytes = 128 << 10;

export type Resolver = ReturnType<typeof createResolver>;

/** Puts what stores hold in the place of references, just before it is needed. */
export function createResolver({ ledger, objects, secrets }: ResolverOptions) {
  /** Secret values of attempts that were started here, until their output is stored. */
  const handedOut = new Map<string, readonly Buffer[]>();

  const readObject = async (owner: ValueOwner, { kind, key }: Reference): Promise<Buffer> => {
    const place = kind === "runObject" ? owner : { ...owner, runId: undefined };
    const { chunks } = objects.read(place, key, AbortSignal.timeout(30_000));
    const all: Buffer[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all);
  };

  /**
   * Values with their references resolved, and the secrets among them. Only for values that the pipeline's author has written, or an
   * admin: only an admin's may hold global secrets. Throws `precondition` with every problem, and `unavailable` while a
   * store is away.
   */
  const resolveValues = async (
    owner: ValueOwner,
    values: Readonly<Record<string, string>>,
    author: "pipeline" | "admin",
  ): Promise<{ values: Record<string, string>; secrets: readonly Buffer[] }> => {
    // Most tasks refer to nothing.
    if (!Object.values(values).some((value) => value.includes("{{"))) return { values: { ...values }, secrets: [] };
    const problems: string[] = [];
    const parsed = Object.entries(values).map(([name, value]) => ({ name, parts: parseValue(value) }));
    const wanted = new Map<string, { reference: Reference; record: ObjectRecord | SecretRecord }>();
    for (const { name, parts } of parsed) {
      for (const reference of parts) {
        if (typeof reference === "string" || wanted.has(idOf(reference))) continue;
        const say = (problem: string) => problems.push(`${name} refers to ${reference.text}, ${problem}`);
        if (reference.kind === "globalSecret" && author !== "admin") {
          say("which only configuration that an admin writes may do: use a pipeline secret");
          continue;
        }
        const record = findReferenced(ledger.storeKeys, owner, reference);
        if (!record) say(`which does not exist: ${howToPut(owner, reference)}`);
        else if ("sizeBytes" in record && record.sizeBytes > maxValueBytes)
          say(
            `which has ${record.sizeBytes} bytes, more than the ${maxValueBytes} of a variable: read it inside the task`,
          );
        else wanted.set(idOf(reference), { reference, record });
      }
    }
    const found = new Map<string, Buffer>();
    const ofSecrets = [...wanted.values()].flatMap(({ reference, record }) =>
      "sizeBytes" in record ? [] : [{ reference, record }],
    );
    if (problems.length === 0) {
      const read = await secrets.readAll(ofSecrets.map(({ record }) => record));
      for (const [index, { reference }] of ofSecrets.entries())
        found.set(idOf(reference), read[index] ?? Buffer.alloc(0));
      for (const { reference, record } of wanted.values())
        if ("sizeBytes" in record) found.set(idOf(reference), await readObject(owner, reference));
    }
    const resolved: Record<string, string> = {};
    for (const { name, parts } of parsed) {
      resolved[name] = parts
        .map((part) => {
          if (typeof part === "string") return part;
          const text = textOf(found.get(idOf(part)) ?? Buffer.alloc(0));
          if (text === undefined)
            problems.push(`${name} refers to ${part.text}, which is not text without NUL: read it inside the task`);
          return text ?? "";
        })
        .join("");
    }
    if (problems.length > 0) throw new Fault("precondition", problems.join("; "));
    return { values: resolved, secrets: ofSecrets.flatMap(({ reference }) => found.get(idOf(reference)) ?? []) };
  };

  return {
    resolveValues,

    /** Resolves a task for one attempt. Throws as `resolveValues` does. */
    async resolveTask(
      record: RunRecord,
      attempt: LogRef,
      kind: TaskConfig["kind"],
      variables: readonly Variable[],
    ): Promise<ResolvedTask> {
      const written = Object.fromEntries(
        variables.filter(({ source }) => source === "pipelineConfig").map(({ key, value }) => [key, value]),
      );
      const { values, secrets: values_ } = await resolveValues(
        record,
        textsOf({ variables: written, kind }),
        "pipeline",
      );
      if (values_.length > 0) handedOut.set(nameOf(attempt), values_);
      const environment: Record<string, string> = {};
      for (const { key, value, source } of variables) {
        const resolved = source === "pipelineConfig" ? values[`variable ${key}`] : undefined;
        if (resolved !== undefined && resolved !== value) environment[key] = resolved;
      }
      const { registryAuth, settings } =
        kind.type === "container" ? { ...kind, settings: {} } : { ...kind, registryAuth: undefined };
      return {
        environment,
        settings: Object.fromEntries(
          Object.entries(settings).map(([key, value]) => [key, values[`setting ${key}`] ?? value]),
        ),
        registryAuth: registryAuth && {
          username: values["user name of the registry"] ?? registryAuth.username,
          password: values["password of the registry"] ?? registryAuth.password,
        },
      };
    },

    /**
     * Secret values that the output of an attempt may show. After a restart they are read again; one that was replaced or deleted
     * since then is not known any more. Throws `unavailable` while the store is away.
     */
    async secretsOf(attempt: LogRef): Promise<readonly Buffer[]> {
      const known = handedOut.get(nameOf(attempt));
      if (known) return known;
      const record = ledger.getRunByKey(attempt.runKey);
      const task = ledger
        .getPipelineConfig(record, record.pipelineVersion)
        .tasks.find(({ id }) => id === attempt.taskId);
      if (!task) return [];
      const records = new Map<number, SecretRecord>();
      for (const reference of Object.values(textsOf(task)).flatMap(parseValue)) {
        if (typeof reference === "string" || reference.kind !== "pipelineSecret") continue;
        const secret = ledger.storeKeys.findSecret(record, reference.key);
        if (secret) records.set(secret.item.id, secret);
      }
      const values = await secrets.readAll([...records.values()]);
      if (values.length > 0) handedOut.set(nameOf(attempt), values);
      return values;
    },

    /** The output of the attempt is stored. */
    forget: (attempt: LogRef): void => void handedOut.delete(nameOf(attempt)),
  };
}

const idOf = ({ kind, key }: Reference) => `${kind}/${key}`;

const nameOf = ({ runKey, taskId, attempt }: LogRef) => `${runKey}/${taskId}/${attempt}`;

/** Undefined for bytes that no environment holds. */
function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) && !text.includes("\0") ? text : undefined;
}
