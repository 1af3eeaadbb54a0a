import { Fault } from "@gofer/sdk/fault";
import type { Remover } from "../../app/removal.js";
import { type Caller, isManagement } from "../../domain/caller.js";
import { defaultNamespace, type Namespace } from "../../domain/namespace.js";
import type { Ledger } from "../../ports/ledger.js";
import { identifierProblems } from "./from-proto.js";
import { callerOf, initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";

export interface NamespaceHandlerOptions {
  readonly ledger: Ledger;
  readonly remover: Remover;
  readonly pageFrom: PageReader;
  readonly now: () => number;
}

export function namespaceHandlers({
  ledger,
  remover,
  pageFrom,
  now,
}: NamespaceHandlerOptions): Handlers<
  "createNamespace" | "getNamespace" | "listNamespaces" | "updateNamespace" | "deleteNamespace"
> {
  return {
    async createNamespace({ id, name, description }, call) {
      check([...identifierProblems("namespace", id), ...textProblems({ name, description })]);
      const atMs = now();
      const namespace: Namespace = { id, name: name || id, description, createdAtMs: atMs, modifiedAtMs: atMs };
      await ledger.commit((writer) => {
        writer.createNamespace(namespace);
        writer.recordEvents([
          { kind: "namespace_created", namespace: id, initiator: initiatorOf(call), occurredAtMs: atMs },
        ]);
      });
      return { namespace };
    },
    getNamespace: ({ id }) => ({ namespace: ledger.getNamespace(id) }),
    listNamespaces(request, call) {
      const { size, after } = pageFrom("namespaces", request);
      const { items, next } = visibleNamespaces(ledger, callerOf(call), size, after);
      return { namespaces: [...items], nextPageToken: nextPageToken("namespaces", next) };
    },
    async updateNamespace({ id, name, description }, call) {
      check(textProblems({ name: name ?? "", description: description ?? "" }));
      const atMs = now();
      const namespace = await ledger.commit((writer) => {
        const known = ledger.getNamespace(id);
        const changed = {
          ...known,
          name: name === undefined ? known.name : name || id,
          description: description ?? known.description,
          modifiedAtMs: atMs,
        };
        writer.updateNamespace(changed);
        writer.recordEvents([
          { kind: "namespace_updated", namespace: id, initiator: initiatorOf(call), occurredAtMs: atMs },
        ]);
        return changed;
      });
      return { namespace };
    },
    async deleteNamespace({ id, force }, call) {
      if (id === defaultNamespace)
        throw new Fault("precondition", `namespace "${id}" is always there: delete its pipelines instead`);
      return remover.deleteNamespace(id, { by: initiatorOf(call), force, signal: call.signal });
    },
  };
}

/** A page of the namespaces that the caller may see. */
function visibleNamespaces(ledger: Ledger, caller: Caller, size: number, after: string) {
  if (isManagement(caller) || caller.kind === "plugin") return ledger.listNamespaces(size, after);
  const own = caller.kind === "client" ? caller.namespaces : caller.kind === "run" ? [caller.run.namespace] : [];
  const rest = own.filter((id) => id > after).sort();
  const items = rest.slice(0, size).map((id) => ledger.getNamespace(id));
  return { items, next: rest.length > size ? items.at(-1)?.id : undefined };
}

function textProblems({ name, description }: { name: string; description: string }): string[] {
  const limits = { name: [name, 128], description: [description, 4096] } as const;
  return Object.entries(limits).flatMap(([field, [text, bytes]]) =>
    Buffer.byteLength(text) > bytes ? [`${field} is longer than ${bytes} bytes`] : [],
  );
}

function check(problems: readonly string[]): void {
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
}
