import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectKernel, type KernelClient } from "@gofer/sdk";
import { TestKernel } from "./kernel.js";

const root = join(import.meta.dirname, "..", "..");

type Setting = Readonly<Record<string, string>>;

/** A firing as a test writes it; `subscriptionId` names one that there may not be. */
export interface Script {
  readonly pipelineId?: string;
  readonly label?: string;
  readonly subscriptionId?: string;
  readonly firing?: Readonly<Record<string, unknown>>;
  readonly verdict?: Readonly<Record<string, unknown>>;
}

/** What the kernel said to the trigger. */
export interface Said {
  readonly set?: readonly {
    readonly id: string;
    readonly pipelineId: string;
    readonly label: string;
    readonly parameters: Setting;
    readonly lastExpectedAtMs: number;
  }[];
  readonly greeting?: string;
  readonly ack?: string;
  readonly nack?: string;
  readonly reason?: string;
  readonly event?: string;
  readonly path?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly body?: string;
}

/** A kernel with a trigger plugin ("scripted") whose world is a folder that the test writes. */
export class TriggerWorld implements AsyncDisposable {
  readonly kernel: TestKernel;
  readonly #folder = mkdtempSync(join(tmpdir(), "gofer-triggers-"));
  readonly #script: string;
  readonly #kernelDies: string;
  #connection: { readonly kernel: KernelClient; readonly close: () => void } | undefined;

  constructor(settings: Setting = {}, { config = {} }: { config?: Setting } = {}) {
    this.#script = join(this.#folder, "script");
    this.#kernelDies = join(this.#folder, "kernel-dies");
    mkdirSync(join(this.#script, "fire"), { recursive: true });
    writeFileSync(join(this.#script, "said.jsonl"), "");
    this.installPlugin(
      "scripted",
      [process.execPath, join(root, "test", "fixtures", "plugins", "trigger-scripted.mjs")],
      {
        folder: this.#script,
        ...config,
      },
    );
    symlinkSync(join(root, "plugins", "scheduler-process"), join(this.pluginFolder, "scheduler-process"));
    this.kernel = new TestKernel(
      { GOFER_PLUGIN_DIR: this.pluginFolder, GOFER_TEST_DIE_FILE: this.#kernelDies, ...settings },
      join(root, "test", "fixtures", "faulty-kernel.mjs"),
    );
  }

  get pluginFolder(): string {
    return join(this.#folder, "plugins");
  }

  /** A plugin folder for a program that is a trigger. */
  installPlugin(alias: string, command: readonly string[], config: Setting): void {
    mkdirSync(join(this.pluginFolder, alias), { recursive: true });
    const manifest = {
      name: "trigger-scripted",
      version: "1.0.0",
      contracts: [{ name: "gofer.trigger.v1", features: ["EVENTS", "SCHEDULE"] }],
      entrypoint: { command },
      development: { config },
    };
    writeFileSync(join(this.pluginFolder, alias, "gofer-plugin.json"), JSON.stringify(manifest));
  }

  /** Starts the kernel, and waits until the trigger knows its subscriptions where there is one. */
  async start({ hasTrigger = true }: { hasTrigger?: boolean } = {}): Promise<void> {
    const sets = this.said.filter(({ set }) => set).length;
    await this.kernel.start();
    this.starts++;
    this.#connection?.close();
    this.#connection = undefined;
    if (hasTrigger) await this.hears((said) => (said.filter(({ set }) => set).length > sets ? true : undefined));
  }

  /** The kernel as a client sees it; of the kernel that runs now. */
  get client(): KernelClient {
    this.#connection ??= connectKernel({
      address: this.#announced.address,
      certificate: readFileSync(this.#announced.certificateFile, "utf8"),
    });
    return this.#connection.kernel;
  }

  get eventsUrl(): string {
    return `http://${this.#announced.eventsAddress}`;
  }

  get #announced() {
    const json = readFileSync(join(this.kernel.dataDirectory, "kernel.json"), "utf8");
    return JSON.parse(json) as { address: string; eventsAddress: string; certificateFile: string };
  }

  /** Ends the plugin, or the kernel, where it says it is; once. */
  dieAt(who: "plugin" | "kernel", point: string): void {
    writeFileSync(who === "plugin" ? join(this.#script, "die") : this.#kernelDies, point);
  }

  isArmed(who: "plugin" | "kernel"): boolean {
    return existsSync(who === "plugin" ? join(this.#script, "die") : this.#kernelDies);
  }

  /** Lets the trigger deliver; it keeps the firing until it is acknowledged. */
  fire(eventId: string, script: Script): void {
    const path = join(this.#script, "fire", eventId);
    // A file that appears has all of its content.
    writeFileSync(`${path}.json.new`, JSON.stringify(script));
    renameSync(`${path}.json.new`, `${path}.json`);
  }

  get said(): readonly Said[] {
    return readFileSync(join(this.#script, "said.jsonl"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Said);
  }

  /** What the kernel has said, now or later, that fits. */
  async hears<T>(find: (said: readonly Said[]) => T | undefined): Promise<T> {
    const watcher = watch(join(this.#script, "said.jsonl"));
    try {
      for (;;) {
        const found = find(this.said);
        if (found !== undefined) return found;
        await once(watcher, "change");
      }
    } finally {
      watcher.close();
    }
  }

  /** The subscription as the trigger has it. */
  subscribed(pipelineId: string, label: string) {
    return this.hears((said) =>
      said.findLast(({ set }) => set)?.set?.find((known) => known.pipelineId === pipelineId && known.label === label),
    );
  }

  /** Registers a pipeline of one task that does nothing, with subscriptions by label. */
  async register(
    id: string,
    triggers: Readonly<Record<string, Setting>>,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    return this.client.createPipeline({ config: pipeline(id, triggers, more) });
  }

  /** How often the kernel was started. */
  starts = 0;
  #restarting: Promise<void> | undefined;

  /** Starts the kernel again after it has died; many who notice the same death share one start. */
  async restart(seenStarts: number): Promise<void> {
    if (seenStarts !== this.starts) return;
    this.#restarting ??= this.kernel
      .died()
      .then(() => this.start())
      .finally(() => (this.#restarting = undefined));
    await this.#restarting;
  }

  /** Resolves when every stored event has been handled. */
  async inboxEmpty(): Promise<void> {
    for (;;) {
      const { triggers } = await this.client.listTriggers({});
      if (triggers.length > 0 && triggers.every(({ waitingEvents }) => waitingEvents === 0)) return;
    }
  }

  /** Run ids of a pipeline, oldest first, with who started them. */
  async runs(pipelineId: string) {
    const { runs } = await this.client.listRuns({ pipelineId, pageSize: 500 });
    return runs.reverse();
  }

  /** Resolves when so many runs of the pipeline are complete. */
  async completed(pipelineId: string, count: number): Promise<void> {
    const stop = new AbortController();
    let left = count;
    const request = { pipelineId, kinds: ["run_completed"], follow: true };
    for await (const _event of this.client.listEvents(request, { signal: stop.signal })) {
      left--;
      if (left <= 0) break;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection?.close();
    await this.kernel[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export function pipeline(
  id: string,
  triggers: Readonly<Record<string, Setting>>,
  {
    command = ["true"],
    trigger = "scripted",
    ...more
  }: Readonly<Record<string, unknown>> & { command?: string[]; trigger?: string } = {},
) {
  return {
    id,
    tasks: [{ id: "only", kind: "container" as const, container: { image: "any", command } }],
    triggers: Object.entries(triggers).map(([label, settings]) => ({
      name: trigger,
      label,
      settings: { ...settings },
    })),
    ...more,
  };
}
