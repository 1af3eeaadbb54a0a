import type { Context } from "./command.js";
import { toJson } from "./json.js";
import { reconnecting } from "./reconnect.js";
import type { RunRequest } from "./run-ref.js";

export interface LogOptions {
  /** Empty means all tasks. */
  readonly taskId: string;
  /** 0 means all attempts. */
  readonly attempt: number;
  readonly follow: boolean;
  /** 0 means all lines. */
  readonly tailLines: number;
  /** Begin each line with its task, instead of writing the bytes as they are. */
  readonly prefixed: boolean;
}

type LogMessage = ReturnType<Context["kernel"]["streamLogs"]> extends AsyncIterable<infer Message> ? Message : never;

/** Writes the output of a run; of several tasks each line begins with its task. */
export async function printLogs(context: Context, ref: RunRequest, options: LogOptions): Promise<void> {
  const { terminal, format } = context;
  const printer = options.prefixed && format !== "json" ? createPrefixer(context) : undefined;
  let hasOutput = false;
  for await (const { taskId, attempt, stderr, data, writtenAtMs } of readLogs(context, ref, options)) {
    hasOutput = true;
    if (format === "json") await terminal.print(toJson({ taskId, attempt, stderr, writtenAtMs, data }));
    else if (printer) await printer.write(taskId, stderr, data);
    else await terminal.write(data);
  }
  await printer?.end();
  const { pipelineId, runId } = ref;
  if (!hasOutput)
    terminal.say(terminal.colors.dim(`no output: gofer run why ${pipelineId} ${runId} tells how it stands`));
}

/** Where the connection is lost, the output is read from the beginning and what was seen is left out. */
async function* readLogs(context: Context, ref: RunRequest, options: LogOptions): AsyncGenerator<LogMessage> {
  const { kernel, signal } = context;
  const { taskId, attempt, follow, tailLines } = options;
  const seen = new Map<string, number>();
  const open = () => skipSeen(kernel.streamLogs({ ...ref, taskId, attempt, follow, tailLines }, { signal }), seen);
  yield* follow && tailLines === 0 ? reconnecting(open, context) : open();
}

async function* skipSeen(messages: AsyncIterable<LogMessage>, seen: Map<string, number>): AsyncGenerator<LogMessage> {
  const offsets = new Map<string, number>();
  for await (const message of messages) {
    const name = `${message.taskId}/${message.attempt}/${String(message.stderr)}`;
    const from = offsets.get(name) ?? 0;
    const to = from + message.data.length;
    offsets.set(name, to);
    const known = seen.get(name) ?? 0;
    if (to <= known) continue;
    seen.set(name, to);
    yield { ...message, data: message.data.subarray(Math.max(0, known - from)) };
  }
}

/** Puts the task in front of each line; a line is written when it is whole, so that lines never mix. */
function createPrefixer({ terminal, format }: Context) {
  const { cyan, magenta, yellow, green, blue } = terminal.colors;
  const palette = [cyan, magenta, yellow, green, blue];
  const paint = new Map<string, (text: string) => string>();
  const open = new Map<string, { taskId: string; rest: Buffer }>();
  const prefix = (taskId: string) => {
    const color = paint.get(taskId) ?? palette[paint.size % palette.length] ?? String;
    paint.set(taskId, color);
    return color(`${taskId} | `);
  };
  // Output is what its task has made it: colours and progress bars are left as they are.
  const write = async (text: string) => {
    if (format !== "silent") await terminal.write(Buffer.from(`${text}\n`));
  };
  return {
    async write(taskId: string, stderr: boolean, data: Buffer): Promise<void> {
      const name = `${taskId}/${String(stderr)}`;
      const text = Buffer.concat([open.get(name)?.rest ?? Buffer.alloc(0), data]);
      const end = text.lastIndexOf(10) + 1;
      open.set(name, { taskId, rest: text.subarray(end) });
      if (end === 0) return;
      const lines = text
        .subarray(0, end - 1)
        .toString()
        .split("\n");
      await write(lines.map((line) => prefix(taskId) + line).join("\n"));
    },
    async end(): Promise<void> {
      for (const { taskId, rest } of open.values()) {
        if (rest.length > 0) await write(prefix(taskId) + rest.toString());
      }
    },
  };
}
