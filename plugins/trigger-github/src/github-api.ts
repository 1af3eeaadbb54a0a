import { type KeyObject, sign } from "node:crypto";
import { Fault, messageOf } from "@gofer/sdk/fault";

export interface CheckRun {
  readonly name: string;
  readonly headSha: string;
  /** Ours, to find it again. */
  readonly externalId: string;
  readonly summary: string;
}

export type Conclusion = "success" | "failure" | "cancelled" | "neutral";

/** What is used of GitHub's API. Faults that may go away are `unavailable`. */
export interface GithubApi {
  /** Makes a check run that is in progress, or finds the one with the same external id. Returns its id. */
  readonly openCheckRun: (where: Place, check: CheckRun) => Promise<number>;
  readonly completeCheckRun: (where: Place, id: number, conclusion: Conclusion, summary: string) => Promise<void>;
}

/** A repository and the installation of the app that may write to it. */
export interface Place {
  readonly repository: string;
  readonly installation: string;
}

export interface GithubApiOptions {
  readonly url: string;
  readonly appId: string;
  readonly key: KeyObject;
  readonly signal: AbortSignal;
  readonly nowMs?: () => number;
}

interface Token {
  readonly token: string;
  readonly expiresAtMs: number;
}

const timeoutMs = 20_000;

/** GitHub's API as an app: a signed token of ten minutes buys an installation's token of an hour, which is kept. */
export function openGithubApi({ url, appId, key, signal, nowMs = Date.now }: GithubApiOptions): GithubApi {
  const tokens = new Map<string, Promise<Token>>();

  const call = async (method: string, path: string, authorization: string, body?: object): Promise<unknown> => {
    const broken = (error: unknown) =>
      new Fault("unavailable", `${method} ${path}: ${messageOf(error)}`, { cause: error });
    const response = await fetch(`${url.replace(/\/$/, "")}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": "gofer-trigger-github",
        authorization: `Bearer ${authorization}`,
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }).catch((error: unknown) => {
      throw broken(error);
    });
    // The connection may break, and the time be over, in the middle of the answer as well.
    const text = await response.text().catch((error: unknown) => {
      throw broken(error);
    });
    if (response.ok) return text === "" ? {} : parse(text, broken);
    const { status } = response;
    // 403 is also how GitHub says that the rate limit is used up.
    const isLimited = status === 403 && response.headers.get("x-ratelimit-remaining") === "0";
    const isTransient = status >= 500 || status === 429 || status === 408 || isLimited;
    throw new Fault(
      isTransient ? "unavailable" : status === 401 ? "unauthenticated" : "precondition",
      `${method} ${path}: GitHub answers ${status}: ${messageIn(text).slice(0, 200)}`,
    );
  };

  const buyToken = async (installation: string): Promise<Token> => {
    const path = `/app/installations/${installation}/access_tokens`;
    const answer = await call("POST", path, appToken(appId, key, nowMs()), {});
    const token = fieldOf(answer, "token");
    const expiresAt = fieldOf(answer, "expires_at");
    if (typeof token !== "string" || typeof expiresAt !== "string") {
      throw new Fault("precondition", `POST ${path}: GitHub answers without a token`);
    }
    return { token, expiresAtMs: Date.parse(expiresAt) };
  };

  const tokenOf = async (installation: string): Promise<string> => {
    const kept = await tokens.get(installation)?.catch(() => undefined);
    if (kept && kept.expiresAtMs - nowMs() > 5 * 60_000) return kept.token;
    const bought = buyToken(installation);
    tokens.set(installation, bought);
    return (await bought).token;
  };

  /** A token that was revoked before its time is bought anew once. */
  const callAs = async (installation: string, method: string, path: string, body?: object): Promise<unknown> => {
    try {
      return await call(method, path, await tokenOf(installation), body);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "unauthenticated" || !tokens.delete(installation)) throw error;
      return call(method, path, await tokenOf(installation), body);
    }
  };

  return {
    async openCheckRun({ repository, installation }, { name, headSha, externalId, summary }) {
      const query = new URLSearchParams({ check_name: name, filter: "all", per_page: "100" });
      const path = `/repos/${repository}/commits/${headSha}/check-runs?${query.toString()}`;
      const before = fieldOf(await callAs(installation, "GET", path), "check_runs");
      for (const run of Array.isArray(before) ? (before as unknown[]) : []) {
        if (fieldOf(run, "external_id") === externalId) return idOf(run);
      }
      const made = await callAs(installation, "POST", `/repos/${repository}/check-runs`, {
        ...{ name, head_sha: headSha, external_id: externalId, status: "in_progress" },
        output: { title: name, summary },
      });
      return idOf(made);
    },
    async completeCheckRun({ repository, installation }, id, conclusion, summary) {
      await callAs(installation, "PATCH", `/repos/${repository}/check-runs/${id}`, {
        ...{ status: "completed", conclusion },
        output: { title: conclusion, summary },
      });
    },
  };
}

/** JSON Web Token of the app, RS256, for the next nine minutes; GitHub allows ten and a clock that differs a little. */
function appToken(appId: string, key: KeyObject, nowMs: number): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = Math.floor(nowMs / 1000);
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iat: seconds - 60, exp: seconds + 540, iss: appId })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

function parse(text: string, broken: (error: unknown) => Fault): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(error);
  }
}

function idOf(run: unknown): number {
  const id = fieldOf(run, "id");
  if (typeof id !== "number") throw new Fault("precondition", "GitHub answers with a check run that has no id");
  return id;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The message of an error answer; empty when it is not GitHub's JSON. */
function messageIn(text: string): string {
  try {
    const message = fieldOf(JSON.parse(text), "message");
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}
