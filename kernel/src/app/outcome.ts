import { Fault, isFault, messageOf } from "@gofer/sdk/fault";
import type { Outcome, Reason } from "../domain/run.js";
import type { ContainerStatus } from "./container-list.js";

type ExitResult = NonNullable<ContainerStatus["exit"]>;

/** What an exit means for a task run. */
export function outcomeOf(exit: ExitResult | null | undefined): Outcome {
  if (!exit) return lost("the scheduler gave no exit result");
  const exitCode = exit.exitCode;
  const code = exitCode === undefined ? {} : { exitCode };
  const failed = (kind: Reason["kind"], message: string): Outcome => ({
    status: "failed",
    reason: { kind, message },
    ...code,
  });
  const detail = exit.message ? `: ${exit.message}` : "";
  switch (exit.reason) {
    case "REASON_EXITED":
    case "REASON_STOPPED":
      if (exitCode === 0) return { status: "successful", exitCode: 0 };
      if (exit.reason === "REASON_STOPPED")
        return failed("abnormalExit", `stopped${exit.signal ? ` by ${exit.signal}` : ""}${detail}`);
      return failed(
        "abnormalExit",
        `exited with code ${exitCode ?? "unknown"}${detail}: see its output with gofer taskrun logs`,
      );
    case "REASON_SIGNALED":
      return failed(
        "abnormalExit",
        `ended by signal ${exit.signal || "unknown"}${detail}: see its output with gofer taskrun logs`,
      );
    case "REASON_OUT_OF_MEMORY":
      return failed(
        "outOfMemory",
        `killed because it used more memory than its limit${detail}: raise the limit or use less`,
      );
    case "REASON_TIMEOUT":
      return failed("timedOut", `killed because its time was over${detail}`);
    case "REASON_START_ERROR":
      return failed("startError", `could not be started${detail}: check the command and that the image holds it`);
    case "REASON_EVICTED":
      return failed("schedulerError", `taken away by the scheduler${detail}`);
    case "REASON_LOST":
    case "REASON_UNSPECIFIED":
      return lost(exit.message || "the scheduler cannot say how it ended");
  }
}

export function lost(message: string): Outcome {
  return {
    status: "unknown",
    reason: { kind: "lost", message: `${message}: look at its output and run it again if it is safe to` },
  };
}

/** What a fault of preparing or starting means for a task run, when trying again does not help. */
export function startFailure(phase: "variables" | "image" | "start", image: string, error: unknown): Outcome {
  if (phase === "variables")
    return { status: "failed", reason: { kind: "failedPrecondition", message: messageOf(error) } };
  if (phase === "image") {
    return {
      status: "failed",
      reason: {
        kind: "imageError",
        message: `${imageTrouble(image, error)}${isFault(error, "invalid") ? "" : `: ${imageRemedy(error)}`}`,
      },
    };
  }
  return { status: "failed", reason: { kind: "schedulerError", message: messageOf(error) } };
}

/** What is wrong with an image, and who says so: first what people look for, because their screen may not hold all of it. */
export function imageTrouble(image: string, error: unknown): string {
  if (!(error instanceof Fault)) return `image ${image}: ${messageOf(error)}`;
  const beginnings = [`image ${JSON.stringify(image)}: `, `image ${image}: `, `${image}: `];
  const beginning = beginnings.find((each) => error.said.startsWith(each)) ?? "";
  return `image ${image}: ${error.said.slice(beginning.length)}${error.peer === "" ? "" : ` (${error.peer})`}`;
}

const imageRemedy = (error: unknown) =>
  isFault(error, "unauthenticated") || isFault(error, "denied")
    ? "check the user and the password of the task's registryAuth, and the secret that holds it"
    : "check the name and that the scheduler can pull it";
