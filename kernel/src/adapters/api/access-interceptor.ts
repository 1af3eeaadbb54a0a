import { Fault } from "@gofer/sdk/fault";
import type { Interceptor } from "@gofer/sdk/rpc";
import type { Authentication } from "../../app/authentication.js";
import type { PluginDenials } from "../../app/plugin-denials.js";
import { type Caller, isManagement, maySeeNamespace } from "../../domain/caller.js";
import { type Access, access, type Place } from "./access.js";
import { setCaller } from "./initiator.js";

const rows: ReadonlyMap<string, Access<never>> = new Map(Object.entries(access));

/**
 * The one place where calls are let in: it finds out who calls, holds that against the RPC's row in the
 * access table, and ends a call whose credential stops to work while it goes on.
 */
export function enforceAccess(authentication: Authentication, denials: PluginDenials): Interceptor {
  return async (call, next, { firstRequest, end }) => {
    const name = call.method.slice(call.method.lastIndexOf("/") + 1);
    const row = rows.get(name.charAt(0).toLowerCase() + name.slice(1));
    if (!row) throw new Fault("denied", `${name} has no row in the access table`);
    const authorization = call.metadata.get("authorization")[0]?.toString();
    const attempt = { authorization, peer: call.peer };
    const caller = authentication.authenticate(attempt);
    if (caller.kind === "anonymous" && row.may !== "anyone") {
      throw new Fault("unauthenticated", `${name} needs a token: pass --token, or set GOFER_CLI_TOKEN`);
    }
    if (caller.kind === "plugin") checkGrant(caller, name, row, denials);
    else if (!isManagement(caller)) await check(caller, name, row, firstRequest);
    setCaller(call, caller);
    using _watch = authentication.watch(attempt, end);
    await next();
  };
}

/** A plugin may do what it was granted at its installation, wherever that is. */
function checkGrant(
  { alias, grants }: Extract<Caller, { kind: "plugin" }>,
  name: string,
  row: Access<never>,
  denials: PluginDenials,
): void {
  const grant = "grant" in row ? row.grant : undefined;
  if (row.may === "anyone" || (row.may === "known" && grant === undefined)) return;
  if (grant !== undefined && grants.has(grant)) return;
  denials.record({ alias, method: name, grant });
  throw new Fault(
    "denied",
    grant === undefined
      ? `${name} is open to no plugin, whatever "${alias}" is granted`
      : `plugin "${alias}" is not granted api:${grant}, which ${name} needs: its manifest must ask for it in "permissions", and an admin must install or upgrade it with that`,
  );
}

async function check(
  caller: Exclude<Caller, { kind: "plugin" }>,
  name: string,
  row: Access<never>,
  firstRequest: () => Promise<unknown>,
): Promise<void> {
  switch (row.may) {
    case "anyone":
    case "known":
      return;
    case "management":
      throw new Fault("denied", `${name} needs a management token`);
    case "place": {
      if (caller.kind === "run" && !row.runTokens) {
        throw new Fault("denied", `${name} needs a client token of the namespace, or a management token`);
      }
      const request = await firstRequest();
      // A stream that ends before its first message is of no place: nobody but management sends that.
      if (request === undefined) throw new Fault("invalid", `${name} got no request`);
      // The row was checked against the request's type where it was made.
      const place = row.placeOf(request as never);
      if (!maySee(caller, place)) throw notSeen(caller, place);
    }
  }
}

function maySee(caller: Caller, place: Place): boolean {
  const namespace = place.namespace || "default";
  if (caller.kind !== "run") return maySeeNamespace(caller, namespace);
  const { run } = caller;
  return (
    namespace === run.namespace &&
    place.pipelineId === run.pipelineId &&
    (place.runId === undefined || place.runId === run.runId)
  );
}

/** What a caller may not see is not there for him: the answer is the same whether it exists or not. */
function notSeen(caller: Caller, { namespace, pipelineId, runId }: Place): Fault {
  const space = namespace || "default";
  if (caller.kind !== "run")
    return new Fault("notFound", `there is no namespace "${space}" that this token is for: gofer service token whoami`);
  const what = runId === undefined ? "" : `run ${runId} of `;
  return new Fault(
    "notFound",
    `there is no ${what}pipeline "${pipelineId ?? ""}" in namespace "${space}" that the token of a run is for: it sees its own run and pipeline`,
  );
}
