import { Fault } from "@gofer/sdk/fault";
import type { Attach } from "../../app/attach.js";
import type { Command, CommandInput, TerminalSize } from "../../app/executor.js";
import { runRefFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers, RequestOf } from "./kernel-service.js";

type Requests = RequestOf<"attachTaskRun">;
type Request = Requests extends AsyncIterable<infer Message> ? Message : never;
type Start = NonNullable<Request["start"]>;

const maxInputBytes = 256 << 10;

export interface AttachHandlerOptions {
  readonly attach: Attach;
  /** Aborts when the kernel stops. */
  readonly closing: AbortSignal;
}

export function attachHandlers({ attach, closing }: AttachHandlerOptions): Handlers<"attachTaskRun"> {
  return {
    async *attachTaskRun(requests, call) {
      const following = requests[Symbol.asyncIterator]();
      const first = await following.next();
      const start = first.done === true ? undefined : first.value.start;
      if (!start) throw new Fault("invalid", "the first request of AttachTaskRun must be start");
      if (start.attempt < 0) throw new Fault("invalid", `attempt ${start.attempt} is negative: 0 means the last one`);
      const { taskId, attempt } = start;
      const request = {
        run: runRefFrom(start),
        taskId,
        attempt,
        command: commandFrom(start),
        initiator: initiatorOf(call),
      };
      const signal = AbortSignal.any([call.signal, closing]);
      try {
        for await (const output of attach(request, inputFrom(following), signal)) {
          if ("stdout" in output) yield { event: "stdout", ...output };
          else if ("stderr" in output) yield { event: "stderr", ...output };
          else yield { event: "exitCode", ...output };
        }
      } catch (error) {
        if (!closing.aborted || call.signal.aborted) throw error;
        throw new Fault("unavailable", "the kernel stops, and has killed the command: attach again when it is back");
      }
    },
  };
}

function commandFrom({ command, tty, size }: Start): Command {
  if (!command[0]) throw new Fault("invalid", "start names no program to run");
  return { words: command, tty, size: size ? sizeFrom(size) : undefined };
}

/** Up to the end of the input, or of the requests. */
async function* inputFrom(requests: AsyncIterator<Request>): AsyncGenerator<CommandInput> {
  for (;;) {
    const next = await requests.next();
    if (next.done === true || next.value.stdinEof === true) return;
    const { start, stdin, resize } = next.value;
    if (start) throw new Fault("invalid", "start may only be the first request of AttachTaskRun");
    if (stdin && stdin.length > maxInputBytes)
      throw new Fault("invalid", `${stdin.length} bytes of input are too much at once: send at most ${maxInputBytes}`);
    if (resize) yield { resize: sizeFrom(resize) };
    else if (stdin) yield { stdin };
  }
}

function sizeFrom({ columns, rows }: TerminalSize): TerminalSize {
  for (const length of [columns, rows])
    if (length < 1 || length > 65_535)
      throw new Fault("invalid", `a terminal of ${columns} columns and ${rows} rows: both are from 1 to 65,535`);
  return { columns, rows };
}
