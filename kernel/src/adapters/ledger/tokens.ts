import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { Token } from "../../domain/token.js";
import type { Page, StoredToken } from "../../ports/ledger.js";

interface Row {
  readonly id: string;
  readonly hash: Buffer;
  readonly kind: Token["kind"];
  readonly metadata: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly disabled: number;
  readonly namespaces: string;
}

const columns = `t.*, (SELECT json_group_array(n.namespace ORDER BY n.namespace) FROM token_namespaces n WHERE n.token = t.id) AS namespaces
  FROM tokens t`;

export function tokenTable(database: Database) {
  const select = database.prepare<[string], Row>(`SELECT ${columns} WHERE t.id = ?`);
  const page = database.prepare<{ namespace: string; after: string; limit: number }, Row>(
    `SELECT ${columns} WHERE t.id > :after AND (:namespace = '' OR EXISTS
       (SELECT 1 FROM token_namespaces n WHERE n.token = t.id AND n.namespace = :namespace)) ORDER BY t.id LIMIT :limit`,
  );
  const insert = database.prepare(
    "INSERT INTO tokens (id, hash, kind, metadata, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const insertNamespace = database.prepare("INSERT INTO token_namespaces (token, namespace) VALUES (?, ?)");
  const namespace = database.prepare("SELECT 1 FROM namespaces WHERE id = ?").pluck();
  const setDisabled = database.prepare("UPDATE tokens SET disabled = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM tokens WHERE id = ?");
  const otherManagement = database
    .prepare(
      "SELECT 1 FROM tokens WHERE kind = 'management' AND disabled = 0 AND (expires_at = 0 OR expires_at > ?) AND id <> ?",
    )
    .pluck();
  const bootstrapped = database.prepare("SELECT value FROM meta WHERE name = 'bootstrap token'").pluck();
  const markBootstrapped = database.prepare("INSERT INTO meta (name, value) VALUES ('bootstrap token', ?)");

  const get = (id: string): Token => {
    const row = select.get(id);
    if (!row)
      throw new Fault("notFound", `there is no token ${JSON.stringify(id)}: gofer service token list shows their ids`);
    return rowToToken(row);
  };

  /** The bootstrap works once: without a token that works, nobody could ever make another one. */
  const keepOneManagement = (token: Token, atMs: number) => {
    if (token.kind === "client" || otherManagement.get(atMs, token.id) !== undefined) return;
    throw new Fault(
      "precondition",
      `token ${token.id} is the last management token that works: make another one first with gofer service token create management`,
    );
  };

  const create = (token: Token, hash: Buffer): Token => {
    const missing = token.namespaces.filter((id) => namespace.get(id) === undefined);
    if (missing.length > 0)
      throw new Fault("notFound", missing.map((id) => `there is no namespace ${JSON.stringify(id)}`).join("\n"));
    insert.run(token.id, hash, token.kind, JSON.stringify(token.metadata), token.createdAtMs, token.expiresAtMs);
    for (const id of token.namespaces) insertNamespace.run(token.id, id);
    return get(token.id);
  };

  return {
    find(id: string): StoredToken | undefined {
      const row = select.get(id);
      return row && { token: rowToToken(row), hash: row.hash };
    },
    get,
    list(space: string, pageSize: number, after: string): Page<Token> {
      const rows = page.all({ namespace: space, after, limit: pageSize + 1 });
      const items = rows.slice(0, pageSize).map(rowToToken);
      return { items, next: rows.length > pageSize ? items.at(-1)?.id : undefined };
    },
    isBootstrapped: () => bootstrapped.get() !== undefined,
    create,
    bootstrap(token: Token, hash: Buffer): Token {
      if (bootstrapped.get() !== undefined)
        throw new Fault(
          "precondition",
          "the first token was made before, and that works only once: use it, or another management token",
        );
      markBootstrapped.run(token.id);
      return create(token, hash);
    },
    setDisabled(id: string, disabled: boolean, atMs: number): Token {
      const token = get(id);
      if (disabled && !token.disabled) keepOneManagement(token, atMs);
      setDisabled.run(disabled ? 1 : 0, id);
      return { ...token, disabled };
    },
    delete(id: string, atMs: number): Token {
      const token = get(id);
      keepOneManagement(token, atMs);
      remove.run(id);
      return token;
    },
  };
}

function rowToToken(row: Row): Token {
  return {
    id: row.id,
    kind: row.kind,
    namespaces: JSON.parse(row.namespaces) as string[],
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    disabled: row.disabled === 1,
  };
}
