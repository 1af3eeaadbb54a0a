import { Fault } from "@gofer/sdk/fault";
import type { SecretKeyring } from "../../app/rekey.js";
import type { SecretStore } from "../../app/secret-store.js";
import type { PluginHost } from "../../ports/plugin-host.js";
import type { SecretOwner, SecretRecord } from "../../ports/store-keys.js";
import { pipelineRefFrom, storeKeyFrom } from "./from-proto.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader } from "./page.js";

const maxValueBytes = 1 << 20;

export function secretHandlers({
  secrets,
  keyring,
  host,
  pageFrom,
}: {
  secrets: SecretStore;
  keyring: SecretKeyring;
  host: Pick<PluginHost, "usersOfGlobalSecret">;
  pageFrom: PageReader;
}): Handlers<
  | "putPipelineSecret"
  | "getPipelineSecret"
  | "listPipelineSecrets"
  | "deletePipelineSecret"
  | "putGlobalSecret"
  | "getGlobalSecret"
  | "listGlobalSecrets"
  | "deleteGlobalSecret"
  | "rekeySecrets"
> {
  const put = async (
    owner: SecretOwner,
    request: { key: string; value: Buffer; force: boolean },
    call: Parameters<typeof initiatorOf>[0],
  ) => {
    const key = storeKeyFrom(request);
    if (request.value.length === 0) throw new Fault("invalid", `the value of secret "${key}" is empty`);
    if (request.value.length > maxValueBytes)
      throw new Fault(
        "invalid",
        `the value of secret "${key}" has ${request.value.length} bytes, at most 1 MiB is allowed`,
      );
    const stored = await secrets.put(owner, key, request.value, { replace: request.force, by: initiatorOf(call) });
    return { secret: secretToProto(stored.secret), replaced: stored.replaced };
  };
  const get = async (owner: SecretOwner, request: { key: string; includeValue: boolean }) => {
    const secret = secrets.get(owner, storeKeyFrom(request));
    const [value = Buffer.alloc(0)] = request.includeValue ? await secrets.readAll([secret]) : [];
    return { secret: secretToProto(secret), value };
  };
  const list = (owner: SecretOwner, request: { pageSize: number; pageToken: string }) => {
    const { size, after } = pageFrom("secrets", request);
    const { items, next } = secrets.list(owner, size, after);
    return { secrets: items.map(secretToProto), nextPageToken: nextPageToken("secrets", next) };
  };

  return {
    putPipelineSecret: (request, call) => put(pipelineRefFrom(request), request, call),
    getPipelineSecret: (request) => get(pipelineRefFrom(request), request),
    listPipelineSecrets: (request) => list(pipelineRefFrom(request), request),
    async deletePipelineSecret(request, call) {
      await secrets.remove(pipelineRefFrom(request), storeKeyFrom(request), initiatorOf(call));
      return {};
    },
    putGlobalSecret: async (request, call) => ({
      ...(await put("global", request, call)),
      users: [...host.usersOfGlobalSecret(request.key)],
    }),
    getGlobalSecret: (request) => get("global", request),
    listGlobalSecrets: (request) => list("global", request),
    async deleteGlobalSecret(request, call) {
      await secrets.remove("global", storeKeyFrom(request), initiatorOf(call));
      return {};
    },
    async rekeySecrets({ newKey }, call) {
      const { store, keptByServer } = await keyring.rekey(
        newKey.length === 0 ? undefined : newKey.toString(),
        initiatorOf(call),
      );
      return { store, keyKeptByServer: keptByServer };
    },
  };
}

function secretToProto({ key, createdAtMs, modifiedAtMs }: SecretRecord) {
  return { key, createdAtMs, modifiedAtMs };
}
