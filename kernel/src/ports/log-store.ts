/** Names the output of one attempt of one task. */
export interface LogRef {
  readonly runKey: number;
  readonly taskId: string;
  readonly attempt: number;
}

export interface LogChunk {
  readonly cursor: Buffer;
  readonly stderr: boolean;
  readonly writtenAtMs: number;
  readonly data: Buffer;
}

/** A log that is being captured; chunk and cursor are stored together. */
export interface LogWriter extends AsyncDisposable {
  /** Cursor of the last stored chunk; empty at the beginning. */
  readonly cursor: Buffer;
  /** It holds as much as a log may, and a note that says so: what is appended is left out. */
  readonly isFull: boolean;
  readonly append: (chunks: readonly LogChunk[]) => Promise<void>;
  /** Marks the output as complete and makes it durable; nothing is appended after it. Returns its bytes. */
  readonly complete: () => Promise<number>;
}

/** Captured output of tasks. */
export interface LogStore {
  /** One writer a log. A piece that a crash left half-written is cut off. */
  readonly openWriter: (ref: LogRef) => Promise<LogWriter>;
  /** A whole log at once, in place of what a writer had of it. Returns its bytes; an empty one makes no file. */
  readonly store: (ref: LogRef, chunks: readonly LogChunk[]) => Promise<number>;
  /**
   * Chunks from the beginning, some at a time; with follow until the output is complete or the signal aborts. Those who
   * are at the same place get the same lists, as far as these are in memory. A log that does not exist is empty;
   * `isComplete` says that it will stay so.
   */
  readonly read: (
    ref: LogRef,
    options: { follow: boolean; signal: AbortSignal; isComplete: () => boolean },
  ) => AsyncIterable<readonly LogChunk[]>;
  /** Wakes those who follow a log that has ended without output. */
  readonly wake: (ref: LogRef) => void;
  /** Bytes of output so far. */
  readonly size: (ref: LogRef) => Promise<number>;
  /** The last line, as far as a writer that is open has it, cut to 200 bytes; empty for any other log. */
  readonly lastLine: (ref: LogRef) => Buffer;
  /** Deletes all logs of a run; none is fine. */
  readonly removeRun: (runKey: number) => Promise<void>;
}
