import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { checkSecretName, compareKeys, keyPage, pageToken, type RoleImpl } from "@gofer/sdk/plugin";
import * as z from "zod";
import { keyFrom, seal, unseal } from "./sealing.js";

/** What the file of a secret holds. Names are no secrets, the value is sealed. */
const Entry = z.object({ scope: z.string(), key: z.string(), modifiedAtMs: z.number(), sealed: z.base64() });
type Entry = z.output<typeof Entry>;

interface Ref {
  readonly scope: string;
  readonly key: string;
}

const mostValueBytes = 1 << 20;
const mostRefs = 100;

/** gofer.secretstore.v1 with a file for each secret: <scope>/<key>, both as SHA-256. */
export async function openSecretStore(directory: string, configured: string): Promise<RoleImpl<"secretStore">> {
  const cipherKey = keyFrom(configured);
  const staging = join(directory, "staging");
  const folderOf = (scope: string) => join(directory, "names", sha256(scope));
  const pathOf = ({ scope, key }: Ref) => join(folderOf(scope), sha256(key));
  try {
    // What a crash has left on its way in.
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Fault("precondition", `the folder ${directory} cannot be used: ${String(error)}`);
  }

  // Of two changes the second one sees what the first has done.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next;
    return next;
  };

  const find = async (path: string): Promise<Entry | undefined> => {
    try {
      return Entry.parse(JSON.parse(await readFile(path, "utf8")));
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw new Fault("dataLoss", `the file ${path} is damaged: restore it, or delete the secret`);
    }
  };

  const read = async (ref: Ref) => {
    const entry = await find(pathOf(ref));
    if (!entry) return undefined;
    const value = unseal(cipherKey, boundTo(entry), Buffer.from(entry.sealed, "base64"));
    if (!value)
      throw new Fault(
        "dataLoss",
        `secret ${JSON.stringify(ref.key)} cannot be decrypted: is encryption_key another one?`,
      );
    return { ref, value, modifiedAtMs: entry.modifiedAtMs };
  };

  const write = async (ref: Ref, value: Buffer, modifiedAtMs: number) => {
    const entry: Entry = { ...ref, modifiedAtMs, sealed: seal(cipherKey, boundTo(ref), value).toString("base64") };
    const written = join(staging, randomUUID());
    const file = await open(written, "wx", 0o600);
    try {
      await file.writeFile(JSON.stringify(entry));
      await file.sync();
    } finally {
      await file.close();
    }
    await mkdir(folderOf(ref.scope), { recursive: true, mode: 0o700 });
    await rename(written, pathOf(ref));
    await syncFolder(folderOf(ref.scope));
  };

  return {
    async get({ ref }) {
      const secret = await read(parse(ref));
      if (!secret) throw new Fault("notFound", `there is no secret ${JSON.stringify(ref?.key)}`);
      return { secret };
    },
    async batchGet({ refs }) {
      if (refs.length > mostRefs)
        throw new Fault("invalid", `${refs.length} secrets are asked for at once, at most ${mostRefs} are allowed`);
      const secrets = await Promise.all(refs.map(parse).map(read));
      return { secrets: secrets.filter((secret) => secret !== undefined) };
    },
    async put({ ref: named, value, ifAbsent }) {
      const ref = parse(named);
      if (value.length > mostValueBytes)
        throw new Fault("invalid", `the value has ${value.length} bytes, at most ${mostValueBytes} are allowed`);
      return inTurn(async () => {
        if (ifAbsent && (await find(pathOf(ref))))
          throw new Fault("exists", `secret ${JSON.stringify(ref.key)} exists`);
        const modifiedAtMs = Date.now();
        await write(ref, value, modifiedAtMs);
        return { modifiedAtMs };
      });
    },
    async delete({ ref: named }) {
      const path = pathOf(parse(named));
      await inTurn(async () => {
        if (!(await find(path))) return;
        await rm(path);
        await syncFolder(dirname(path));
      });
      return {};
    },
    async list(request) {
      const { size, after } = keyPage(request);
      const names = await readdir(folderOf(request.scope)).catch((error: unknown) => {
        if (isCode(error, "ENOENT")) return [];
        throw error;
      });
      const entries = await Promise.all(names.map((name) => find(join(folderOf(request.scope), name))));
      const keys = entries
        .filter((entry) => entry !== undefined)
        .filter(({ key }) => after === undefined || compareKeys(key, after) > 0)
        .map(({ key, modifiedAtMs }) => ({ key, modifiedAtMs }))
        .sort((a, b) => compareKeys(a.key, b.key));
      const last = keys[size - 1];
      return { keys: keys.slice(0, size), nextPageToken: keys.length > size && last ? pageToken(last.key) : "" };
    },
  };
}

function parse(ref: Ref | null | undefined): Ref {
  if (!ref) throw new Fault("invalid", "ref is required");
  checkSecretName(ref.scope, ref.key);
  return { scope: ref.scope, key: ref.key };
}

/** A value that is put under another name does not open. */
function boundTo({ scope, key }: Ref): string {
  return JSON.stringify([scope, key]);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
