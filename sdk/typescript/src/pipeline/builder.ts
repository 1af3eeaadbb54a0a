import { encodePipelineConfig, type PipelineConfig } from "@gofer/proto";
import { parseDuration } from "./duration.js";
import { parseSize } from "./size.js";
import { validatePipeline } from "./validate.js";

/** How a parent must end for its child to run. */
export type Condition = "any" | "success" | "failure";
/** Milliseconds, or a duration as Go writes it, for example "1m30s". */
export type Duration = number | string;
/** Bytes, or a number with one of kB, MB, GB, KiB, MiB and GiB, for example "512MiB". */
export type Size = number | string;

const conditions = {
  any: "DEPENDENCY_CONDITION_ANY",
  success: "DEPENDENCY_CONDITION_SUCCESS",
  failure: "DEPENDENCY_CONDITION_FAILURE",
} as const satisfies Record<Condition, string>;

const networks = { none: "NETWORK_MODE_NONE", run: "NETWORK_MODE_RUN", own: "NETWORK_MODE_OWN" } as const;

type TaskConfig = PipelineConfig["tasks"][number];
type TriggerConfig = PipelineConfig["triggers"][number];

/** A reference to a secret of the pipeline, put in place just before a task starts. */
export const pipelineSecret = (key: string) => `pipeline_secret{{${key}}}`;
/** A reference to a secret of the server; only configuration that an admin writes may use it. */
export const globalSecret = (key: string) => `global_secret{{${key}}}`;
/** A reference to an object of the pipeline. */
export const pipelineObject = (key: string) => `pipeline_object{{${key}}}`;
/** A reference to an object of the run. */
export const runObject = (key: string) => `run_object{{${key}}}`;

/** A pipeline that is being described. `finish` checks it and prints it for `gofer pipeline create`. */
export class PipelineBuilder {
  readonly #problems: string[] = [];
  readonly #config: PipelineConfig;

  constructor(id: string, name: string) {
    this.#config = { id, name, description: "", parallelism: 0, timeoutMs: 0, tasks: [], triggers: [] };
  }

  description(text: string): this {
    this.#config.description = text;
    return this;
  }

  /** How many runs may be in progress at once; 0 means as many as the server allows. */
  parallelism(runs: number): this {
    this.#config.parallelism = runs;
    return this;
  }

  /** Time after which a run is ended. */
  timeout(duration: Duration): this {
    this.#config.timeoutMs = milliseconds(duration, "timeout of the pipeline", this.#problems);
    return this;
  }

  tasks(...tasks: readonly (CustomTaskBuilder | CommonTaskBuilder)[]): this {
    for (const task of tasks) {
      this.#config.tasks.push(task.config);
      this.#problems.push(...task.problems);
    }
    return this;
  }

  triggers(...triggers: readonly TriggerBuilder[]): this {
    this.#config.triggers.push(...triggers.map(({ config }) => config));
    return this;
  }

  /** The config as it is now, unchecked. */
  get config(): PipelineConfig {
    return this.#config;
  }

  /** All problems of the pipeline; empty means valid. */
  validate(): readonly string[] {
    return [...this.#problems, ...validatePipeline(this.#config)];
  }

  /**
   * Writes the pipeline to standard output as protobuf. When it is not valid, all problems go to standard
   * error, nothing is written, and the program ends with exit code 1.
   */
  finish(): void {
    const problems = this.validate();
    if (problems.length > 0) {
      process.stderr.write(
        `pipeline "${this.#config.id}" is not valid:\n${problems.map((problem) => `  - ${problem}\n`).join("")}`,
      );
      process.exitCode = 1;
      return;
    }
    process.stdout.write(encodePipelineConfig(this.#config));
  }
}

abstract class TaskBuilder {
  readonly config: TaskConfig;
  readonly problems: string[] = [];

  constructor(id: string, kind: Pick<TaskConfig, "kind" | "container" | "common">) {
    this.config = { id, description: "", dependsOn: {}, variables: {}, timeoutMs: 0, retries: null, ...kind };
  }

  description(text: string): this {
    this.config.description = text;
    return this;
  }

  variable(key: string, value: string): this {
    return this.variables({ [key]: value });
  }

  variables(values: Readonly<Record<string, string>>): this {
    Object.assign(this.config.variables, values);
    return this;
  }

  /** Runs after the parent has ended, if it ended like this. */
  dependsOn(parent: string, condition: Condition = "success"): this {
    return this.dependsOnMany({ [parent]: condition });
  }

  dependsOnMany(parents: Readonly<Record<string, Condition>>): this {
    for (const [parent, condition] of Object.entries(parents)) {
      this.config.dependsOn[parent] =
        (conditions as Partial<Record<string, (typeof conditions)[Condition]>>)[condition] ??
        "DEPENDENCY_CONDITION_UNSPECIFIED";
    }
    return this;
  }

  /** Time after which the task is stopped. */
  timeout(duration: Duration): this {
    this.config.timeoutMs = milliseconds(duration, `task "${this.config.id}": timeout`, this.problems);
    return this;
  }

  /** Repeats a failed attempt: `attempts` in all, a pause before each that doubles up to `maxBackoff`. */
  retries(policy: { attempts: number; backoff?: Duration; maxBackoff?: Duration; jitter?: number }): this {
    const { attempts, backoff = "1s", maxBackoff = "5m", jitter = 0 } = policy;
    const what = `task "${this.config.id}": retries`;
    this.config.retries = {
      attempts,
      backoffMs: milliseconds(backoff, what, this.problems),
      maxBackoffMs: milliseconds(maxBackoff, what, this.problems),
      jitter,
    };
    return this;
  }
}

export class CustomTaskBuilder extends TaskBuilder {
  readonly #container: NonNullable<TaskConfig["container"]>;

  constructor(id: string, image: string) {
    const container: NonNullable<TaskConfig["container"]> = {
      image,
      registryAuth: null,
      entrypoint: [],
      command: [],
      injectApiToken: false,
      limits: null,
      network: "NETWORK_MODE_UNSPECIFIED",
    };
    super(id, { kind: "container", container });
    this.#container = container;
  }

  /** Credentials of the image's registry; the password is best a `pipelineSecret`. */
  registryAuth(username: string, password: string): this {
    this.#container.registryAuth = { username, password };
    return this;
  }

  entrypoint(...words: readonly string[]): this {
    this.#container.entrypoint = [...words];
    return this;
  }

  command(...words: readonly string[]): this {
    this.#container.command = [...words];
    return this;
  }

  /** Gives the task GOFER_API_TOKEN and GOFER_API_ADDRESS, valid for its run. */
  injectApiToken(): this {
    this.#container.injectApiToken = true;
    return this;
  }

  /** Processors (0.5), memory (bytes, or for example "512MiB"), number of processes; 0 means no limit. */
  limits({ cpu = 0, memory = 0, pids = 0 }: { cpu?: number; memory?: Size; pids?: number }): this {
    const memoryBytes = parseSize(memory);
    if (memoryBytes === undefined)
      this.problems.push(
        `task "${this.config.id}": memory ${JSON.stringify(memory)} is not a size: write for example "512MiB" or "2GB"`,
      );
    this.#container.limits = { cpuMillis: Math.round(cpu * 1000), memoryBytes: memoryBytes ?? 0, pids };
    return this;
  }

  /** What the task can reach: nothing, the other "run" tasks of its run, or the network. */
  network(mode: keyof typeof networks): this {
    this.#container.network = networks[mode];
    return this;
  }
}

export class CommonTaskBuilder extends TaskBuilder {
  readonly #common: NonNullable<TaskConfig["common"]>;

  constructor(name: string, label: string) {
    const common: NonNullable<TaskConfig["common"]> = { name, settings: {} };
    super(label, { kind: "common", common });
    this.#common = common;
  }

  setting(key: string, value: string): this {
    return this.settings({ [key]: value });
  }

  settings(values: Readonly<Record<string, string>>): this {
    Object.assign(this.#common.settings, values);
    return this;
  }
}

export class TriggerBuilder {
  readonly config: TriggerConfig;

  constructor(name: string, label: string) {
    this.config = { name, label, settings: {} };
  }

  setting(key: string, value: string): this {
    return this.settings({ [key]: value });
  }

  settings(values: Readonly<Record<string, string>>): this {
    Object.assign(this.config.settings, values);
    return this;
  }
}

/** Begins a pipeline: its id is 3 to 32 of [A-Za-z0-9_]. */
export const newPipeline = (id: string, name: string) => new PipelineBuilder(id, name);
/** A task that runs a container image. */
export const newCustomTask = (id: string, image: string) => new CustomTaskBuilder(id, image);
/** A task that an admin has installed under this name. */
export const newCommonTask = (name: string, label: string) => new CommonTaskBuilder(name, label);
/** A use of a trigger that an admin has installed under this name. */
export const newTrigger = (name: string, label: string) => new TriggerBuilder(name, label);

function milliseconds(duration: Duration, what: string, problems: string[]): number {
  const parsed = parseDuration(duration);
  if (parsed === undefined)
    problems.push(`${what} ${JSON.stringify(duration)} is not a duration: write for example "90s" or "1m30s"`);
  return Math.round(parsed ?? 0);
}
