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
  readonly append: (chunks: readonly LogChunk[]) => Promise<void>;
  /** Marks the output as complete; nothing is appended after it. */
  readonly complete: () => Promise<void>;
}

/** Captured output of tasks. */
export interface LogStore {
  /** One writer a log. A piece that a crash left half-written is cut off. */
  readonly openWriter: (ref: LogRef) => Promise<LogWriter>;
  /** Chunks from the beginning; with follow until the output is complete or the signal aborts. A log that does not exist is empty. */
  readonly read: (ref: LogRef, options: { follow: boolean; signal: AbortSignal }) => AsyncIterable<LogChunk>;
  readonly size: (ref: LogRef) => Promise<number>;
}
