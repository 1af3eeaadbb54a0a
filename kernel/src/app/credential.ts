import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { RunRef } from "../domain/pipeline.js";

/** A new token: `gofer_<id>_<secret>`, of which the secret has 256 random bits. */
export interface MintedToken {
  readonly id: string;
  /** Shown once; only its hash is kept. */
  readonly text: string;
  readonly hash: Buffer;
}

export function mintToken(): MintedToken {
  const id = randomBytes(6).toString("hex");
  const text = `gofer_${id}_${randomBytes(32).toString("base64url")}`;
  return { id, text, hash: hashOf(text) };
}

/** The text has 256 random bits: nothing is gained by a slow hash. */
export function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export function isSameSecret(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A run as its token names it; the key tells it from a later run of the same name. */
export interface TokenRun extends RunRef {
  readonly key: number;
}

/** A start of a plugin: its token ends with the process that it started. */
export interface TokenPlugin {
  readonly alias: string;
  readonly generation: number;
}

export type Credential =
  | { readonly kind: "token"; readonly id: string; readonly hash: Buffer }
  | { readonly kind: "run"; readonly run: TokenRun; readonly proof: Buffer }
  | { readonly kind: "plugin"; readonly plugin: TokenPlugin; readonly proof: Buffer };

/** The parts of a token's text; undefined for anything that no kernel has issued. */
export function parseCredential(text: string): Credential | undefined {
  const token = /^gofer_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/.exec(text);
  if (token?.[1] !== undefined) return { kind: "token", id: token[1], hash: hashOf(text) };
  const derived = /^gofer_(run|plugin)_([\w.-]{1,128})_([A-Za-z0-9_-]{43})$/.exec(text);
  if (!derived) return undefined;
  const [, kind, name = "", encoded = ""] = derived;
  const proof = Buffer.from(encoded, "base64url");
  if (kind === "run") {
    const run = /^(\w{3,32})\.(\w{3,32})\.(\d{1,15})\.(\d{1,15})$/.exec(name);
    if (!run) return undefined;
    const [, namespace = "", pipelineId = "", runId, key] = run;
    return { kind: "run", run: { namespace, pipelineId, runId: Number(runId), key: Number(key) }, proof };
  }
  const plugin = /^([a-z0-9-]{1,63})\.(\d{1,15})$/.exec(name);
  if (!plugin) return undefined;
  return { kind: "plugin", plugin: { alias: plugin[1] ?? "", generation: Number(plugin[2]) }, proof };
}

/**
 * Issues and checks tokens of runs and plugins. They are derived, not stored: a restart of the kernel changes
 * nothing, an attempt that is started again gets the same one, and none is left over.
 */
export interface DerivedTokens {
  readonly ofRun: (run: TokenRun) => string;
  readonly ofPlugin: (plugin: TokenPlugin) => string;
  readonly isGenuine: (credential: Exclude<Credential, { kind: "token" }>) => boolean;
}

/** `secret` has at least 256 random bits and is known to this kernel only. */
export function createDerivedTokens(secret: string): DerivedTokens {
  const prove = (name: string) => createHmac("sha256", secret).update(`gofer token ${name}`).digest();
  // Neither an id nor an alias holds a dot: no two things share a name.
  const nameOfRun = ({ namespace, pipelineId, runId, key }: TokenRun) =>
    `run_${namespace}.${pipelineId}.${runId}.${key}`;
  const nameOfPlugin = ({ alias, generation }: TokenPlugin) => `plugin_${alias}.${generation}`;
  const issue = (name: string) => `gofer_${name}_${prove(name).toString("base64url")}`;
  return {
    ofRun: (run) => issue(nameOfRun(run)),
    ofPlugin: (plugin) => issue(nameOfPlugin(plugin)),
    isGenuine: (credential) =>
      isSameSecret(
        prove(credential.kind === "run" ? nameOfRun(credential.run) : nameOfPlugin(credential.plugin)),
        credential.proof,
      ),
  };
}
