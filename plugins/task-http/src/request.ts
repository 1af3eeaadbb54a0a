import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { formatDuration, type TaskContext } from "@gofer/sdk/task";
import type { Headers, Settings } from "./config.js";

export interface RequestOptions {
  readonly allowedHosts: readonly string[];
  /** Sent with every call. */
  readonly headers: Headers;
}

const longestPauseMs = 5 * 60_000;
/** How much of a body is kept: in the log, and as an output. */
const mostLogged = 1 << 20;
const mostHandedOn = 32 << 10;

interface Answer {
  readonly status: number;
  readonly headers: Response["headers"];
  readonly body: Buffer;
  readonly isCut: boolean;
}

/** Calls until the answer is one that is expected, or one that trying again does not change. Returns the outputs. */
export async function request(
  { settings, write, progress, signal }: Pick<TaskContext<Settings>, "settings" | "write" | "progress" | "signal">,
  { allowedHosts, headers }: RequestOptions,
): Promise<Record<string, string>> {
  const { url, method, retries, backoff, expect } = settings;
  // Queries hold tokens too often to be logged.
  const what = `${method} ${url.origin}${url.pathname}${url.search === "" ? "" : "?…"}`;
  if (!isAllowed(url, allowedHosts)) {
    throw new Fault("denied", `${url.host} is not among the hosts that the administrator allows (allowed_hosts)`);
  }
  for (let tried = 1; ; tried++) {
    progress(`${what}, try ${tried} of ${retries + 1}`, 0);
    const outcome = await attempt(settings, headers, signal);
    signal.throwIfAborted();
    const isAnswer = "status" in outcome;
    write(`${what}: ${isAnswer ? outcome.status : outcome.problem}\n`, isAnswer ? "stdout" : "stderr");
    if (isAnswer && expect(outcome.status)) {
      writeBody(outcome, write);
      return outputsOf(outcome, tried);
    }
    const mayChange = !isAnswer || outcome.status >= 500 || [408, 429].includes(outcome.status);
    if (tried > retries || !mayChange) {
      if (!isAnswer) throw new Fault("unavailable", `${what}: ${outcome.problem}, after ${tried} tries`);
      writeBody(outcome, write);
      throw new Fault("precondition", `${what}: answered ${outcome.status}, which is not expected`);
    }
    const pauseMs = Math.min((isAnswer && retryAfterMs(outcome)) || backoff * 2 ** (tried - 1), longestPauseMs);
    write(`tried again in ${formatDuration(Math.round(pauseMs))}\n`, "stderr");
    await delay(pauseMs, undefined, { signal });
  }
}

async function attempt(
  { url, method, headers, body, timeout }: Settings,
  shared: Headers,
  signal: AbortSignal,
): Promise<Answer | { readonly problem: string }> {
  const timer = AbortSignal.timeout(timeout);
  const all = new Headers([["user-agent", "gofer-task-http"]]);
  for (const [name, value] of [...headers, ...shared]) all.set(name, value);
  try {
    const response = await fetch(url, {
      method,
      headers: all,
      ...(body === undefined ? {} : { body }),
      // A redirect may lead to a host that is not allowed, with the headers: it is an answer like any other.
      redirect: "manual",
      signal: AbortSignal.any([signal, timer]),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    if (response.body) {
      for await (const chunk of response.body as ReadableStream<Uint8Array>) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > mostLogged) break;
      }
    }
    const { status } = response;
    const received = Buffer.concat(chunks).subarray(0, mostLogged);
    return { status, headers: response.headers, body: received, isCut: size > mostLogged };
  } catch (error) {
    if (timer.aborted) return { problem: `no answer within ${formatDuration(timeout)}` };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { problem: messageOf(cause) };
  }
}

function writeBody({ headers, body, isCut }: Answer, write: TaskContext<Settings>["write"]): void {
  if (body.length === 0) return;
  const type = headers.get("content-type") ?? "";
  if (!/^(text\/|application\/([\w.+-]*\+)?(json|xml|x-www-form-urlencoded|javascript))|^$/i.test(type)) {
    return write(`(${body.length} bytes of ${type.slice(0, 100)})\n`);
  }
  write(body);
  write(isCut ? "\n(cut off: the answer is longer than 1 MiB)\n" : body.at(-1) === 10 ? "" : "\n");
}

function outputsOf({ status, headers, body, isCut }: Answer, tries: number): Record<string, string> {
  return {
    status: String(status),
    tries: String(tries),
    content_type: headers.get("content-type") ?? "",
    location: headers.get("location") ?? "",
    body: body.subarray(0, mostHandedOn).toString(),
    body_is_cut: String(isCut || body.length > mostHandedOn),
  };
}

/** Retry-After in milliseconds: seconds or a date (RFC 9110 §10.2.3); 0 when there is none. */
function retryAfterMs({ headers }: Answer): number {
  const text = headers.get("retry-after") ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return ms > 0 ? ms : 0;
}

function isAllowed({ host, hostname }: URL, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  return allowed.some((pattern) => {
    const wanted = pattern.toLowerCase();
    if (wanted.startsWith("*.")) return hostname.endsWith(wanted.slice(1));
    return wanted === host || wanted === hostname;
  });
}
