import type { KernelClient } from "@gofer/sdk";
import { Fault } from "@gofer/sdk/fault";
import { allTaskRuns } from "../all-of.js";
import type { CommandSpec, Context } from "../command.js";
import { toJson } from "../json.js";
import { findRun, type RunRequest } from "../run-ref.js";
import { signOf, taskWord, wordOf } from "../run-tree.js";
import { oneLine } from "../terminal.js";

type TaskRun = Awaited<ReturnType<KernelClient["listTaskRuns"]>>["taskRuns"][number];

const shownLines = 20;

/** Tasks that need a word, the ones that others are like because of first. */
const order = ["failed", "unknown", "running", "processing", "cancelled", "waiting", "skipped", "successful"];

/** Why something is as it is, with the last lines of what failed by itself. */
interface Answer {
  readonly taskId: string;
  readonly attempt: number;
  readonly status: string;
  readonly reason: string;
  readonly exitCode: number | undefined;
  /** Why more of its output is awaited in vain; empty when nothing is wrong. */
  readonly outputProblem: string;
  readonly lastLines: readonly string[];
}

export const runWhyCommand: CommandSpec = {
  usage: "run why <pipeline> [run] [task]",
  summary: "Tell why a run waits, was skipped or failed, with the last lines of output",
  run: async (context, [pipelineId, runName, taskId]) => {
    const { kernel, terminal, format } = context;
    const ref = await findRun(context, pipelineId, runName);
    const [{ run }, taskRuns] = await Promise.all([kernel.getRun(ref), allTaskRuns(kernel, ref)]);
    if (!run) return undefined;
    const wanted = pick(taskRuns, taskId);
    const answers = await Promise.all(wanted.map((taskRun) => explain(context, ref, taskRun, run.logsExpired)));
    if (format === "json") return void (await terminal.print(toJson({ run, tasks: answers })));
    const isComplete = run.state === "RUN_STATE_COMPLETE";
    const word = wordOf(isComplete ? run.status : run.state);
    if (taskId === undefined) {
      const why = run.reason ? `: ${run.reason.message}` : "";
      await terminal.print(
        `${signOf(word, terminal)} run ${run.id} of ${run.pipelineId} ${isComplete ? "" : "is "}${word}${why}`,
      );
    }
    for (const answer of answers) await print(context, answer);
    if (word === "failed") {
      terminal.say(terminal.colors.dim(`run what failed again: gofer run retry --failed ${run.pipelineId} ${run.id}`));
    }
    return undefined;
  },
};

/** The last attempt of the task that was asked for, or of every task that did not simply succeed, output included. */
function pick(taskRuns: readonly TaskRun[], taskId: string | undefined): readonly TaskRun[] {
  const last = [...new Map(taskRuns.map((taskRun) => [taskRun.taskId, taskRun])).values()];
  if (taskId !== undefined) {
    const found = last.filter((taskRun) => taskRun.taskId === taskId);
    if (found.length > 0) return found;
    const known = last.map((taskRun) => taskRun.taskId).join(", ");
    throw new Fault(
      "notFound",
      `the run has no task "${taskId}": ${known ? `its tasks are ${known}` : "it has not begun"}`,
    );
  }
  return last
    .filter((taskRun) => taskWord(taskRun) !== "successful" || taskRun.outputProblem !== "")
    .sort((a, b) => order.indexOf(taskWord(a)) - order.indexOf(taskWord(b)));
}

async function explain(
  { kernel, signal }: Context,
  ref: RunRequest,
  taskRun: TaskRun,
  logsExpired: boolean,
): Promise<Answer> {
  const { taskId, attempt, dependsOn, reason, exitCode, outputProblem } = taskRun;
  const status = taskWord(taskRun);
  const waits = status === "waiting" ? `waits for ${dependsOn.join(", ")}` : "";
  const answer = { taskId, attempt, status, reason: reason?.message ?? waits, exitCode, outputProblem };
  if (status !== "failed" || taskRun.logBytes === 0 || logsExpired) return { ...answer, lastLines: [] };
  const chunks: Buffer[] = [];
  const request = { ...ref, taskId, attempt, follow: false, tailLines: shownLines };
  for await (const { data } of kernel.streamLogs(request, { signal })) chunks.push(data);
  const text = Buffer.concat(chunks).toString().trimEnd();
  return { ...answer, lastLines: text === "" ? [] : text.split("\n").slice(-shownLines) };
}

async function print({ terminal }: Context, answer: Answer) {
  const { taskId, attempt, status, reason, exitCode, outputProblem, lastLines } = answer;
  const times = attempt > 1 ? ` (attempt ${attempt})` : "";
  const code = exitCode === undefined || reason.includes(`code ${exitCode}`) ? "" : `, exit code ${exitCode}`;
  await terminal.print(
    `  ${signOf(status, terminal)} ${terminal.colors.bold(taskId)}${times} ${status}${code}${reason ? `: ${reason}` : ""}`,
  );
  if (outputProblem !== "")
    await terminal.print(`      more of its output is awaited in vain, trying again: ${outputProblem}`);
  for (const line of lastLines) await terminal.print(terminal.colors.dim(`      ${oneLine(line)}`));
}
