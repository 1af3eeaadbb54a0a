import { Fault, type FaultCode, messageOf } from "@gofer/sdk/fault";

/** What the engine answered: the status of HTTP, and its sentence without dockerode's decoration. */
export interface EngineAnswer {
  readonly status: number | undefined;
  readonly message: string;
}

export function answerOf(error: unknown): EngineAnswer {
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : undefined;
  return {
    status,
    message: messageOf(error)
      .replace(/^\(HTTP code \d+\) [^-]* - /, "")
      .trim(),
  };
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  const cause = error instanceof Fault ? error.cause : error;
  const { status } = answerOf(cause);
  return status !== undefined && statuses.includes(status);
}

const noAnswer = /^(connect|read|write|socket|aborted)|ECONN|EPIPE|ENOENT|EACCES|ETIMEDOUT|EHOSTUNREACH|socket hang up/;
const full = /no space left on device|disk quota exceeded/i;

/** An error of the engine as a fault, whatever was asked of it. */
export function engineFault(error: unknown, address: string): Fault {
  if (error instanceof Fault) return error;
  const { status, message } = answerOf(error);
  const fault = (code: FaultCode, text: string) => new Fault(code, text, { cause: error });
  if (status === undefined) {
    const remedy = message.includes("EACCES")
      ? "let the user of the kernel use its socket"
      : "start it, or set the plugin's host to where it is";
    if (noAnswer.test(message))
      return fault("unavailable", `no Docker engine answers at ${address} (${message}): ${remedy}`);
    return fault("unknown", message);
  }
  if (full.test(message)) return fault("exhausted", `the engine's disk is full: ${message}`);
  switch (status) {
    case 400:
      return fault("invalid", message);
    case 404:
      return fault("notFound", message);
    case 409:
      return fault("aborted", message);
    default:
      return fault(status === 502 || status === 503 ? "unavailable" : "unknown", message);
  }
}

// In this order: the text of a refusal may hold the words of a weaker one.
const pullErrors: readonly (readonly [RegExp, FaultCode, string])[] = [
  [full, "exhausted", "free space on the engine's machine"],
  [/toomanyrequests|too many requests|rate limit/i, "exhausted", "the registry limits pulls: wait, or log in"],
  [
    /invalid reference format|invalid checksum digest|invalid repository name/i,
    "invalid",
    "write it as name[:tag][@digest]",
  ],
  [
    /repository does not exist or may require/i,
    "notFound",
    "check the name; if the image is private, give credentials",
  ],
  [
    /no basic auth credentials|unauthorized|authentication required|incorrect username or password|access .*denied|denied:|401/i,
    "unauthenticated",
    "give the credentials of the registry, and check user and password",
  ],
  [
    /manifest unknown|not found|no such image|unknown blob|no matching manifest|name unknown/i,
    "notFound",
    "check name and tag",
  ],
  [
    /dial tcp|connection re|no such host|timeout|timed out|deadline exceeded|TLS handshake|EOF|network is unreachable|server misbehaving|http: server gave|status: 5\d\d|verification failed|x509/i,
    "unavailable",
    "check that the engine can reach the registry",
  ],
];

/** Why an image cannot be made available, by the table of PrepareImage. */
export function pullFault(error: unknown, image: string, address: string): Fault {
  // What the engine has answered is read again: here its text means more.
  const answer = error instanceof Fault ? error.cause : error;
  if (error instanceof Fault && answerOf(answer).status === undefined) return error;
  const { status, message } = answerOf(answer);
  if (status === undefined && noAnswer.test(message)) return engineFault(error, address);
  for (const [pattern, code, remedy] of pullErrors) {
    if (pattern.test(message)) return new Fault(code, `${image}: ${message}: ${remedy}`, { cause: error });
  }
  return new Fault(status === 400 ? "invalid" : status === 404 ? "notFound" : "unknown", `${image}: ${message}`, {
    cause: error,
  });
}

/** Why a container did not start: `exit` stays a fact of the container, anything else may go away. */
export type StartError =
  | { readonly kind: "exit"; readonly exitCode: number | undefined; readonly message: string }
  | { readonly kind: "sandboxGone" }
  /** A start that the engine died over has left something under the same name: this container starts never again. */
  | { readonly kind: "leftBehind" }
  | { readonly kind: "retry"; readonly code: "exhausted" | "unavailable"; readonly message: string };

/** Of the engine, of its containerd (a task, the directory of one) and of runc. */
const leftovers =
  /^(OCI runtime create failed: )?(task|container) [\w"-]+: already exists|id already in use|shim: mkdir \S+: file exists|container with (given )?id (already )?exists/i;

/** Reads the sentence that the engine gave for a failed start and also keeps in the state of the container. */
export function startErrorOf(message: string): StartError {
  const reason = ociReason(message);
  if (/executable file not found|exec: .*no such file or directory/.test(message))
    return { kind: "exit", exitCode: 127, message: reason };
  if (/exec: .*permission denied|exec format error/.test(message))
    return { kind: "exit", exitCode: 126, message: reason };
  if (/cannot join network of a non running container|No such container/i.test(message)) return { kind: "sandboxGone" };
  if (leftovers.test(message)) return { kind: "leftBehind" };
  if (full.test(message)) return { kind: "retry", code: "exhausted", message: `the engine's disk is full: ${reason}` };
  if (/cannot allocate memory|resource temporarily unavailable|too many open files/i.test(message))
    return { kind: "retry", code: "exhausted", message: reason };
  if (
    /context (deadline exceeded|canceled)|connection refused|transport is closing|error reading from server|ttrpc|containerd: .*unavailable/i.test(
      message,
    )
  )
    return { kind: "retry", code: "unavailable", message: reason };
  return { kind: "exit", exitCode: undefined, message: reason };
}

/** The part of an OCI runtime's error that a person can use. */
function ociReason(message: string): string {
  const inner = /unable to start container process: (.*?)(: unknown)?$/.exec(message)?.[1] ?? message;
  return inner.replace(/: unknown$/, "").trim();
}
