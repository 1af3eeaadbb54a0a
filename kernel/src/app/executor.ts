import type { TaskConfig } from "../domain/pipeline.js";
import type { Outcome } from "../domain/run.js";
import type { RunRecord } from "../ports/ledger.js";
import type { LogChunk, LogRef } from "../ports/log-store.js";

/** Which plugin works on a task, and in which role. */
export type ExecutorId = `${"scheduler" | "task"}/${string}`;

/** The plugin of a task: containers go to the scheduler that the run began on, a common task to the plugin of its name. */
export function executorIdOf(
  { scheduler }: Pick<RunRecord, "scheduler">,
  { kind }: Pick<TaskConfig, "kind">,
): ExecutorId {
  return kind.type === "container" ? `scheduler/${scheduler}` : `task/${kind.name}`;
}

/** An attempt as it is where it is worked on. */
export interface Observation {
  readonly key: string;
  readonly state: "created" | "running" | "ended";
  /** Unix milliseconds; 0 when it is not known or never was. */
  readonly startedAtMs: number;
  /** What it is called there, for people who look; may be empty. */
  readonly externalName: string;
  /** How it ended; set when it has. */
  readonly end?: End;
}

export interface End {
  readonly outcome: Outcome;
  /** Unix milliseconds; 0 when it is not known. */
  readonly atMs: number;
  /** It could not even begin, and has no output. */
  readonly neverRan: boolean;
  /** All it wrote, where that is at hand. */
  readonly output: readonly LogChunk[] | undefined;
}

/** An attempt to begin. */
export interface Order {
  readonly key: string;
  readonly run: RunRecord;
  readonly task: TaskConfig;
  readonly ref: LogRef;
  /** How often it could not be begun yet. */
  readonly failures: number;
  /** It is not wanted any more; looked at for the last time just before it is sent. */
  readonly signal: AbortSignal;
  /** Called when it is sent to the plugin: from now on it may be begun, whatever else happens, until there is an answer. */
  readonly onSent: () => void;
  /** How far the pull of its image is, for who looks now; undefined when nothing is pulled any more. */
  readonly onPull: (message: string | undefined) => void;
}

/** What became of an order; one that was refused is not tried again. */
export type Started = { readonly observed: Observation; readonly imageDigest: string } | { readonly refused: Outcome };

/** Size of a terminal in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A command to run inside a container. */
export interface Command {
  /** Program and arguments; at least one. */
  readonly words: readonly string[];
  /** It gets a terminal; its standard error is then part of its standard output. */
  readonly tty: boolean;
  readonly size: TerminalSize | undefined;
}

/** What a command is given while it runs. No more of it is the end of its standard input. */
export type CommandInput = { readonly stdin: Buffer } | { readonly resize: TerminalSize };

/** What comes of a command; its exit code is the last thing. */
export type CommandOutput = { readonly stdout: Buffer } | { readonly stderr: Buffer } | { readonly exitCode: number };

/** Runs a command inside the container of an attempt, and kills it when the signal aborts or nobody reads on. */
export type Exec = (
  key: string,
  command: Command,
  input: AsyncIterable<CommandInput>,
  signal: AbortSignal,
) => AsyncIterable<CommandOutput>;

/** What an executor tells. */
export interface ExecutorListener {
  /** The truth: what there is of this executor, and which attempts were running when it was asked for. */
  readonly onList: (executor: Executor, found: ReadonlyMap<string, Observation>, before: ReadonlySet<string>) => void;
  readonly onChange: (executor: Executor, observation: Observation) => void;
  /** Keys of attempts that are known to be running there. */
  readonly runningKeys: (id: ExecutorId) => ReadonlySet<string>;
  /** Keys of all attempts that may be there: under way, or with output that is not stored yet. */
  readonly expectedKeys: (id: ExecutorId) => ReadonlySet<string>;
  readonly onTrouble: (executor: Executor, error: unknown) => void;
  /** Why an attempt whose work is done has not ended yet. */
  readonly onHeld: (executor: Executor, key: string, message: string) => void;
  /** What is wrong with how it does its job; undefined when it does it again. */
  readonly onFitness: (executor: Executor, problem: string | undefined) => void;
}

/** One connection to a plugin that works on attempts, whatever its role. A new process is a new executor. */
export interface Executor {
  readonly id: ExecutorId;
  /** The connection has closed; another executor takes over. */
  readonly closed: AbortSignal;
  /** Begins an attempt, or finds it again. What it throws may be tried again when it is transient; anything else may not. */
  readonly start: (order: Order) => Promise<Started>;
  /** Asks it to end; its end is observed like any other. Safe for a key that is not known. */
  readonly stop: (item: { key: string; graceMs: number }) => Promise<void>;
  /** Gives up what is kept of it. */
  readonly remove: (key: string) => Promise<void>;
  /** Gives up what the tasks of a run have shared. */
  readonly removeShared: (runKey: number) => Promise<void>;
  /** Undefined when nothing is known of the key. */
  readonly inspect: (key: string) => Promise<Observation | undefined>;
  /** What an attempt writes from a cursor on, until all of it was told. */
  readonly logs: (
    key: string,
    cursor: Buffer,
  ) => AsyncIterable<{ readonly chunks: readonly LogChunk[]; readonly eof: boolean }>;
  /** Undefined where attempts are no containers, or nothing can be run inside them. */
  readonly exec: Exec | undefined;
  /** Ends when the connection has closed. */
  readonly followed: Promise<void>;
}
