import { Fault } from "@gofer/sdk/fault";
import type { PluginHost } from "../../ports/plugin-host.js";
import type { Handlers } from "./kernel-service.js";
import { pluginToProto } from "./to-proto.js";

export function pluginHandlers({
  host,
}: {
  host: PluginHost;
}): Handlers<"listPlugins" | "getPlugin" | "streamPluginLogs"> {
  const getPlugin = (alias: string) => {
    const plugin = host.find(alias);
    if (!plugin)
      throw new Fault("notFound", `there is no plugin "${alias}": gofer plugin list shows what is installed`);
    return plugin;
  };
  return {
    listPlugins: () => ({ plugins: host.list().map(pluginToProto) }),
    getPlugin: ({ alias }) => ({
      plugin: pluginToProto(getPlugin(alias)),
      crashes: host.crashes(alias).map((crash) => ({ ...crash, lastLines: [...crash.lastLines] })),
    }),
    async *streamPluginLogs({ alias, follow }, { signal }) {
      getPlugin(alias);
      for await (const line of host.logs(alias, { follow, signal })) yield { ...line, fields: { ...line.fields } };
    },
  };
}
