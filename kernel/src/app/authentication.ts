import { Fault } from "@gofer/sdk/fault";
import type { Caller } from "../domain/caller.js";
import { tokenTrouble } from "../domain/token.js";
import type { Ledger } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";
import { type Credential, type DerivedTokens, isSameSecret, parseCredential } from "./credential.js";
import type { FailedAttempts } from "./failed-attempts.js";
import { kernelInitiator } from "./run-events.js";

export interface AuthenticationOptions {
  readonly ledger: Ledger;
  readonly derivedTokens: DerivedTokens;
  readonly host: Pick<PluginHost, "grants" | "onChange">;
  readonly failedAttempts: FailedAttempts;
  /** Everybody who reaches the API may do everything. */
  readonly developmentMode: boolean;
  readonly now: () => number;
}

export interface Authentication {
  /**
   * Who a call is from. Throws `unauthenticated` for a credential that does not work, and `exhausted` when
   * too many from this address did not.
   */
  readonly authenticate: (attempt: Attempt) => Caller;
  /**
   * Calls `end` when the credential of a call that is going on stops to work: the token is disabled,
   * deleted or expires, the run is complete, or the plugin's process is gone.
   */
  readonly watch: (attempt: Attempt, end: (fault: Fault) => void) => Disposable;
  /** To be called after a token was disabled or deleted. */
  readonly tokensChanged: () => void;
}

/** What a caller shows. */
export interface Attempt {
  /** Value of the authorization header; undefined when there is none. */
  readonly authorization: string | undefined;
  readonly peer: string;
}

const maxTimerMs = 2 ** 31 - 1;
const nobody = Buffer.alloc(32);

export function createAuthentication(options: AuthenticationOptions): Authentication {
  const { ledger, derivedTokens, host, failedAttempts, developmentMode, now } = options;
  const rechecks = new Set<() => void>();

  /** Throws `unauthenticated`. */
  const callerOf = (credential: Credential): Caller => {
    if (credential.kind !== "token" && !derivedTokens.isGenuine(credential)) throw unknownToken();
    if (credential.kind === "plugin") {
      const { alias } = credential.plugin;
      const grants = host.grants(credential.plugin);
      if (!grants)
        throw new Fault(
          "unauthenticated",
          `the token of plugin "${alias}" ended with the process it was made for: Configure brings each process its own`,
        );
      return { kind: "plugin", alias, grants };
    }
    if (credential.kind === "run") {
      const { run } = credential;
      if (!isLive(ledger, run))
        throw new Fault(
          "unauthenticated",
          `the token of run ${run.runId} of ${run.pipelineId} ended with its run: it works for tasks while they run`,
        );
      return { kind: "run", run: { namespace: run.namespace, pipelineId: run.pipelineId, runId: run.runId } };
    }
    const stored = ledger.findToken(credential.id);
    if (!isSameSecret(stored?.hash ?? nobody, credential.hash) || !stored) throw unknownToken();
    const { token } = stored;
    const trouble = tokenTrouble(token, now());
    if (trouble === "expired")
      throw new Fault(
        "unauthenticated",
        `token ${token.id} expired at ${new Date(token.expiresAtMs).toISOString()}: gofer service token create makes a new one`,
      );
    if (trouble === "disabled")
      throw new Fault("unauthenticated", `token ${token.id} is disabled: gofer service token enable ${token.id}`);
    return token.kind === "management"
      ? { kind: "management", tokenId: token.id }
      : { kind: "client", tokenId: token.id, namespaces: token.namespaces };
  };

  const identify = (authorization: string | undefined): { caller: Caller; credential: Credential | undefined } => {
    if (authorization === undefined) {
      return { caller: { kind: developmentMode ? "development" : "anonymous" }, credential: undefined };
    }
    const credential = parseCredential(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
    try {
      if (!credential) throw unknownToken();
      return { caller: callerOf(credential), credential };
    } catch (error) {
      // A token that works is taken at its word there too, so that its limits can be tried out.
      if (developmentMode) return { caller: { kind: "development" }, credential: undefined };
      throw error;
    }
  };

  return {
    authenticate({ authorization, peer }) {
      try {
        return identify(authorization).caller;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const { network, heldBackMs, report } = failedAttempts.count(peer);
        if (report > 0) {
          const details = { peer: network, attempts: String(report), last: error.message };
          // Nobody waits for it: the answer does not depend on the record.
          void ledger
            .commit((writer) =>
              writer.recordEvents([
                { kind: "authentication_failed", initiator: kernelInitiator, occurredAtMs: now(), details },
              ]),
            )
            .catch(() => undefined);
        }
        if (heldBackMs > 0)
          throw new Fault(
            "exhausted",
            `too many calls from ${network} with tokens that do not work: try again in ${Math.ceil(heldBackMs / 1000)} s`,
          );
        throw error;
      }
    },
    watch({ authorization }, end) {
      let timer: NodeJS.Timeout | undefined;
      const check = () => {
        clearTimeout(timer);
        try {
          const { credential } = identify(authorization);
          const expiresAtMs = credential?.kind === "token" ? ledger.findToken(credential.id)?.token.expiresAtMs : 0;
          if (expiresAtMs) timer = setTimeout(check, Math.min(Math.max(expiresAtMs - now(), 0), maxTimerMs)).unref();
        } catch (error) {
          if (error instanceof Fault) end(error);
        }
      };
      check();
      rechecks.add(check);
      const { kind } = identify(authorization).caller;
      const stop = kind === "run" ? ledger.onEvents(check) : kind === "plugin" ? host.onChange(check) : () => undefined;
      return {
        [Symbol.dispose]: () => {
          stop();
          rechecks.delete(check);
          clearTimeout(timer);
        },
      };
    },
    tokensChanged: () => {
      for (const check of rechecks) check();
    },
  };
}

const unknownToken = () =>
  new Fault("unauthenticated", "the token is not known here: check --token or GOFER_CLI_TOKEN, and the host");

function isLive(ledger: Ledger, run: Extract<Credential, { kind: "run" }>["run"]): boolean {
  try {
    const record = ledger.getRun(run);
    return record.key === run.key && record.summary.state !== "complete";
  } catch (error) {
    if (error instanceof Fault && error.code === "notFound") return false;
    throw error;
  }
}
