import { Fault } from "@gofer/sdk/fault";
import type { CallContext } from "@gofer/sdk/rpc";
import type { Authentication } from "../../app/authentication.js";
import { hashOf, isSameSecret, type MintedToken, mintToken } from "../../app/credential.js";
import { initiatorFrom } from "../../domain/caller.js";
import type { EventKind } from "../../domain/event.js";
import type { Token } from "../../domain/token.js";
import type { Ledger, LedgerWriter } from "../../ports/ledger.js";
import { identifierProblems } from "./from-proto.js";
import { callerOf, initiatorOf } from "./initiator.js";
import type { Handlers, RequestOf, ResponseOf } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";

type TokenMessage = NonNullable<ResponseOf<"getToken">["token"]>;

export interface TokenHandlerOptions {
  readonly ledger: Ledger;
  readonly authentication: Authentication;
  readonly pageFrom: PageReader;
  readonly now: () => number;
  /** What only those know who can read the kernel's files; undefined after the bootstrap. */
  readonly bootstrapProof: { readonly read: () => string | undefined; readonly forget: () => void };
}

export function tokenHandlers({
  ledger,
  authentication,
  now,
  bootstrapProof,
  pageFrom,
}: TokenHandlerOptions): Handlers<
  | "bootstrapToken"
  | "createToken"
  | "getToken"
  | "listTokens"
  | "enableToken"
  | "disableToken"
  | "deleteToken"
  | "whoAmI"
> {
  /** The change of a token and its event, in one commit. */
  const change = (
    call: CallContext,
    kind: EventKind,
    mutation: (writer: LedgerWriter, atMs: number) => Token,
  ): Promise<Token> => {
    const atMs = now();
    return ledger.commit((writer) => {
      const token = mutation(writer, atMs);
      const details = {
        token: token.id,
        kind: token.kind,
        ...(token.kind === "client" ? { namespaces: token.namespaces.join(",") } : {}),
      };
      writer.recordEvents([{ kind, initiator: initiatorOf(call), occurredAtMs: atMs, details }]);
      return token;
    });
  };

  const setDisabled = async (call: CallContext, id: string, disabled: boolean) => {
    const known = ledger.getToken(id);
    if (known.disabled === disabled) return { token: tokenToProto(known) };
    const token = await change(call, disabled ? "token_disabled" : "token_enabled", (writer, atMs) =>
      writer.setTokenDisabled(id, disabled, atMs),
    );
    authentication.tokensChanged();
    return { token: tokenToProto(token) };
  };

  return {
    async bootstrapToken({ proof }, call) {
      const wanted = bootstrapProof.read();
      // Told apart only for those who can read the file, or after it is gone.
      if (!ledger.isBootstrapped() && (wanted === undefined || !isSameSecret(hashOf(proof.trim()), hashOf(wanted))))
        throw new Fault(
          "denied",
          "the proof is not the content of bootstrap-proof in the kernel's data directory: run gofer service token bootstrap on its machine and as its user, or give the content with --proof",
        );
      const minted = mintToken();
      const token = await change(call, "token_bootstrapped", (writer, atMs) =>
        writer.bootstrapToken(
          tokenFrom(minted, { kind: "management", metadata: { bootstrap: "true" }, createdAtMs: atMs }),
          minted.hash,
        ),
      );
      bootstrapProof.forget();
      return { token: tokenToProto(token), text: minted.text };
    },
    async createToken(request, call) {
      const wanted = wantedTokenFrom(request);
      const minted = mintToken();
      const token = await change(call, "token_created", (writer, atMs) =>
        writer.createToken(
          tokenFrom(minted, {
            ...wanted,
            createdAtMs: atMs,
            expiresAtMs: wanted.lifetimeMs > 0 ? atMs + wanted.lifetimeMs : 0,
          }),
          minted.hash,
        ),
      );
      return { token: tokenToProto(token), text: minted.text };
    },
    getToken: ({ id }) => ({ token: tokenToProto(ledger.getToken(id)) }),
    listTokens(request) {
      const { size, after } = pageFrom("tokens", request);
      const { items, next } = ledger.listTokens(request.namespace, size, after);
      return { tokens: items.map(tokenToProto), nextPageToken: nextPageToken("tokens", next) };
    },
    enableToken: ({ id }, call) => setDisabled(call, id, false),
    disableToken: ({ id }, call) => setDisabled(call, id, true),
    async deleteToken({ id }, call) {
      await change(call, "token_deleted", (writer, atMs) => writer.deleteToken(id, atMs));
      authentication.tokensChanged();
      return {};
    },
    whoAmI(_request, call) {
      const caller = callerOf(call);
      const { name } = initiatorFrom(caller);
      const base = { kind: callerKinds[caller.kind], name, token: null, namespaces: [] };
      switch (caller.kind) {
        case "management":
          return { ...base, token: tokenToProto(ledger.getToken(caller.tokenId)) };
        case "client":
          return {
            ...base,
            token: tokenToProto(ledger.getToken(caller.tokenId)),
            namespaces: [...caller.namespaces],
          };
        case "run":
          return { ...base, namespaces: [caller.run.namespace] };
        case "anonymous":
        case "development":
        case "plugin":
          return base;
      }
    },
  };
}

const callerKinds = {
  anonymous: "KIND_UNSPECIFIED",
  development: "KIND_DEVELOPMENT",
  management: "KIND_MANAGEMENT",
  client: "KIND_CLIENT",
  run: "KIND_RUN",
  plugin: "KIND_PLUGIN",
} as const;

const kinds: Partial<Record<string, Token["kind"]>> = {
  TOKEN_KIND_MANAGEMENT: "management",
  TOKEN_KIND_CLIENT: "client",
};

type WantedToken = Pick<Token, "kind" | "createdAtMs"> &
  Partial<Pick<Token, "namespaces" | "metadata" | "expiresAtMs">>;

function tokenFrom({ id }: MintedToken, { kind, createdAtMs, ...wanted }: WantedToken): Token {
  const { namespaces = [], metadata = {}, expiresAtMs = 0 } = wanted;
  return { id, kind, namespaces, metadata, createdAtMs, expiresAtMs, disabled: false };
}

/** Throws `invalid` with all problems. */
function wantedTokenFrom(request: RequestOf<"createToken">) {
  const kind = kinds[request.kind];
  const namespaces = [...new Set(request.namespaces)].sort();
  const metadata = Object.entries(request.metadata);
  const problems = namespaces.flatMap((id) => identifierProblems("namespace", id));
  if (kind === undefined) problems.push("kind is neither TOKEN_KIND_MANAGEMENT nor TOKEN_KIND_CLIENT");
  if (kind === "client" && (namespaces.length < 1 || namespaces.length > 100))
    problems.push(`a client token is for 1 to 100 namespaces, not ${namespaces.length}`);
  if (kind === "management" && namespaces.length > 0)
    problems.push("a management token is for all namespaces: leave namespaces empty, or make a client token");
  if (metadata.length > 32) problems.push(`metadata has ${metadata.length} notes; 32 are possible`);
  for (const [name, value] of metadata) {
    if (name === "" || Buffer.byteLength(name) > 64)
      problems.push(`metadata name ${JSON.stringify(name.slice(0, 64))} is not 1 to 64 bytes`);
    if (Buffer.byteLength(value) > 1024)
      problems.push(`metadata ${JSON.stringify(name.slice(0, 64))} is longer than 1024 bytes`);
  }
  const { lifetimeMs } = request;
  if (!Number.isSafeInteger(lifetimeMs) || lifetimeMs < 0 || lifetimeMs > 100 * 365 * 24 * 3600_000)
    problems.push(`lifetime_ms ${lifetimeMs} is not between 0 and 100 years`);
  if (kind === undefined || problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return { kind, namespaces, metadata: request.metadata, lifetimeMs };
}

function tokenToProto(token: Token): TokenMessage {
  return {
    ...token,
    kind: token.kind === "management" ? "TOKEN_KIND_MANAGEMENT" : "TOKEN_KIND_CLIENT",
    namespaces: [...token.namespaces],
    metadata: { ...token.metadata },
  };
}
