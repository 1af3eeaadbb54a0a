import { Fault } from "@gofer/sdk/fault";
import type { PluginAdmin } from "../../app/plugin-admin.js";
import type { Ledger } from "../../ports/ledger.js";
import type { PluginHost, PluginSnapshot } from "../../ports/plugin-host.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader, pageOf } from "./page.js";
import { pluginToProto } from "./to-proto.js";

export function pluginHandlers({
  ledger,
  host,
  admin,
  pageFrom,
}: {
  ledger: Ledger;
  host: PluginHost;
  admin: PluginAdmin;
  pageFrom: PageReader;
}): Handlers<"listPlugins" | "getPlugin" | "streamPluginLogs"> {
  const getPlugin = (alias: string) => {
    const plugin = host.find(alias);
    if (!plugin)
      throw new Fault("notFound", `there is no plugin "${alias}": gofer plugin list shows what is installed`);
    return plugin;
  };
  const describe = (plugin: PluginSnapshot, users: readonly string[]) => {
    const record = ledger.installations.find(plugin.alias);
    return {
      ...pluginToProto(plugin),
      version: plugin.version || (record?.package.version ?? ""),
      digest: record?.package.digest ?? "",
      permissions: [...(record?.package.permissions ?? [])],
      previousVersion: record?.previous?.version ?? "",
      probationUntilMs: record?.probationUntilMs ?? 0,
      users: [...users],
    };
  };
  return {
    listPlugins(request) {
      const { items, next } = pageOf(host.list(), ({ alias }) => alias, pageFrom("plugins", request));
      return {
        plugins: items.map((plugin) => describe(plugin, [])),
        nextPageToken: nextPageToken("plugins", next),
      };
    },
    getPlugin: ({ alias }) => ({
      plugin: describe(getPlugin(alias), admin.usersOf(alias)),
      crashes: host.crashes(alias).map((crash) => ({ ...crash, lastLines: [...crash.lastLines] })),
    }),
    async *streamPluginLogs({ alias, follow }, { signal }) {
      getPlugin(alias);
      for await (const line of host.logs(alias, { follow, signal })) yield { ...line, fields: { ...line.fields } };
    },
  };
}
