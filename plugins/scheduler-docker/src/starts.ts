import { Fault, messageOf } from "@gofer/sdk/fault";
import type { ContainerSpec, StartResultInput } from "@gofer/sdk/plugin";
import type Docker from "dockerode";
import type { Config } from "./config.js";
import { type Attachment, containerBody, enforcements, refusalOf } from "./container-body.js";
import type { Engine, EngineFacts } from "./engine.js";
import { answerOf, hasStatus, startErrorOf } from "./engine-fault.js";
import { itemError, startItemError } from "./item-error.js";
import { type Identity, taskName } from "./labels.js";
import type { Lookup } from "./lookup.js";
import type { Sandboxes } from "./sandboxes.js";
import { Slots } from "./slots.js";
import { lostOverStart } from "./task-state.js";
import { statusOf, type Task, type TaskTable } from "./task-table.js";

export interface StartsOptions extends Lookup {
  readonly engine: Engine;
  readonly identity: Identity;
  readonly config: Config;
  readonly tasks: Pick<TaskTable, "get">;
  readonly sandboxes: Sandboxes;
  /** Throws while the engine has not answered. */
  readonly facts: () => EngineFacts;
  readonly learn: (found: Task) => Task;
  readonly forget: (key: string, id: string) => void;
}

/** Starts the containers of tasks, so many at once and each once. */
export interface Starts {
  readonly start: (spec: ContainerSpec) => Promise<StartResultInput>;
  /** Resolves when no start of this key is under way. */
  readonly settled: (key: string) => Promise<void>;
  /** How many at once from now on. */
  readonly limit: (atOnce: number) => void;
  /** The container is no more. */
  readonly release: (key: string) => void;
  /** Refuses new ones, and resolves when there is none under way. */
  readonly drain: () => Promise<void>;
  readonly close: () => void;
}

/** Beyond this an item is better answered "later" than kept waiting: the deadline of Start is a minute. */
const longestQueueMs = 40_000;

export function openStarts(options: StartsOptions): Starts {
  const { engine, identity, config, tasks, sandboxes, facts, learn, forget, look, mustLook, mayHaveRun } = options;
  const { docker, ask } = engine;
  const standardInputs = new Map<string, NodeJS.ReadWriteStream>();
  let slots = new Slots(config.startConcurrency ?? 4);
  let draining = false;

  const attach = async (spec: ContainerSpec): Promise<Attachment> => {
    const { network, ports } = spec;
    const unset = network?.mode === undefined || network.mode === "MODE_UNSPECIFIED";
    const own = network?.mode === "MODE_OWN" || (unset && (config.defaultNetwork === "own" || ports.length > 0));
    if (network?.mode === "MODE_RUN") {
      const { id, name } = await sandboxes.ofRun(network.sandbox);
      return { kind: "joined", sandboxId: id, sandboxName: name };
    }
    if (!own) return { kind: "loopback", hostsFile: await sandboxes.hostsFile() };
    const ready = ports.length === 0 ? sandboxes.takeOwn() : undefined;
    if (!ready) return { kind: "network", network: config.network };
    return { kind: "joined", sandboxId: ready.id, sandboxName: ready.name };
  };

  /** Makes the container, or finds the one that an earlier call has made. */
  const create = async (spec: ContainerSpec): Promise<{ id: string } | { known: Task }> => {
    const attachment = await attach(spec);
    const body = containerBody(spec, attachment, identity, config.publishAddress);
    // Apart from the query, because the query is logged and has a limit; dockerode puts all into both otherwise.
    const request: Docker.ContainerCreateOptions & { _query: object; _body: object } = {
      _query: { name: taskName(identity, spec.key) },
      _body: body,
    };
    const giveBack = async () => {
      if (attachment.kind === "joined" && attachment.sandboxName.startsWith("gofer-own.")) {
        await sandboxes.remove(attachment.sandboxName).catch(() => undefined);
      }
    };
    try {
      const { id } = await ask(docker.createContainer(request));
      return { id };
    } catch (error) {
      await giveBack();
      if (hasStatus(error, 409)) {
        const known = await look(spec.key);
        if (!known)
          throw new Fault(
            "exists",
            `the name ${taskName(identity, spec.key)} is taken by a container that is not Gofer's: remove it`,
          );
        if (known.specHash !== spec.specHash)
          throw new Fault("exists", `key ${spec.key} is in use by a container with another spec`);
        return { known };
      }
      if (attachment.kind === "loopback" && /bind source path does not exist: .*\/hosts/.test(messageOf(error))) {
        sandboxes.forgetHostsFile();
        throw new Fault("aborted", "the hosts file of tasks without network has gone, it is made anew", {
          cause: error,
        });
      }
      throw error;
    }
  };

  const holdStandardInput = async (key: string, id: string) => {
    const stream = await ask(docker.getContainer(id).attach({ stream: true, stdin: true, hijack: true }));
    stream.on("error", () => undefined);
    standardInputs.set(key, stream);
  };

  /** Its key gets another container: nothing may be told or asked of this one any more. */
  const removeUnbegun = async (key: string, id: string) => {
    await ask(docker.getContainer(id).remove({ force: true, v: true }));
    forget(key, id);
  };

  const startMade = async (spec: ContainerSpec, id: string): Promise<Task> => {
    const { key } = spec;
    if (spec.keepStdinOpen) await holdStandardInput(key, id);
    try {
      await ask(docker.getContainer(id).start());
    } catch (error) {
      const { status, message } = answerOf(error instanceof Fault ? error.cause : error);
      if (status === undefined) throw error;
      if (status !== 304) {
        const why = startErrorOf(message);
        if (why.kind === "retry") throw new Fault(why.code, why.message, { cause: error });
        if (why.kind === "leftBehind") {
          if (await mayHaveRun(id)) return learn(lostOverStart(await mustLook(key)));
          await removeUnbegun(key, id);
          throw new Fault("aborted", `the engine died over the start of ${key}, it is made anew`, { cause: error });
        }
        if (why.kind === "sandboxGone") {
          // It never ran, and is bound to a sandbox that is no more.
          if (spec.network?.mode === "MODE_RUN") sandboxes.doubt(spec.network.sandbox);
          await removeUnbegun(key, id);
          throw new Fault("aborted", `the sandbox of ${key} has gone, it is made anew`, { cause: error });
        }
        return mustLook(key);
      }
    }
    const known = tasks.get(key);
    if (spec.ports.length > 0 || known?.id !== id) return mustLook(key);
    // Its start may not have been told yet, and its end may have been.
    return learn({ ...known, state: "running", startedAtMs: known.startedAtMs || Date.now() });
  };

  const startOne = async (spec: ContainerSpec, queuedAtMs: number): Promise<StartResultInput> => {
    const { key } = spec;
    try {
      if (draining) throw new Fault("unavailable", "the plugin is being stopped");
      const engineFacts = facts();
      const refusal = refusalOf(spec, engineFacts);
      if (refusal) return { key, outcome: "error", error: { ...refusal, retryAfterMs: 0 } };
      if (Date.now() - queuedAtMs > longestQueueMs)
        return {
          key,
          outcome: "error",
          error: itemError(new Fault("exhausted", "the engine is busy with other starts"), "ENGINE_BUSY", 1000),
        };
      for (let tries = 0; ; tries++) {
        try {
          const made = await create(spec);
          const task =
            "id" in made
              ? await startMade(spec, made.id)
              : made.known.state === "created"
                ? await startMade(spec, made.known.id)
                : made.known;
          return {
            key,
            outcome: "started",
            started: { status: statusOf(task), enforcements: [...enforcements(spec, engineFacts)] },
          };
        } catch (error) {
          if (!(error instanceof Fault && error.code === "aborted") || tries === 2) throw error;
        }
      }
    } catch (error) {
      return { key, outcome: "error", error: startItemError(error) };
    }
  };

  /** Calls for one key wait for each other: the second finds what the first has made. */
  const starting = new Map<string, Promise<StartResultInput>>();
  const start = (spec: ContainerSpec): Promise<StartResultInput> => {
    const before = starting.get(spec.key);
    if (before) return before.then(() => start(spec));
    const queuedAtMs = Date.now();
    const result = slots
      .run(() => startOne(spec, queuedAtMs))
      .finally(() => {
        starting.delete(spec.key);
        if (slots.idle) sandboxes.refill();
      });
    starting.set(spec.key, result);
    return result;
  };

  return {
    start,
    async settled(key) {
      for (let under = starting.get(key); under; under = starting.get(key)) await under;
    },
    limit: (atOnce) => void (slots = new Slots(atOnce)),
    release(key) {
      standardInputs.get(key)?.end();
      standardInputs.delete(key);
    },
    async drain() {
      draining = true;
      await Promise.allSettled([...starting.values()]);
    },
    close: () => {
      for (const stream of standardInputs.values()) stream.end();
    },
  };
}
