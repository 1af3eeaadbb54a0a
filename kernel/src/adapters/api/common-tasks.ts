import { Fault } from "@gofer/sdk/fault";
import type { CommonTasks } from "../../app/common-tasks.js";
import { fullAlias } from "../../app/plugin-names.js";
import type { Ledger } from "../../ports/ledger.js";
import type { PluginHost, PluginSnapshot } from "../../ports/plugin-host.js";
import { namespaceFrom } from "./from-proto.js";
import type { Handlers } from "./kernel-service.js";
import { nextPageToken, type PageReader, pageOf } from "./page.js";

export function commonTaskHandlers({
  ledger,
  host,
  commonTasks,
  pageFrom,
}: {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly commonTasks: CommonTasks;
  readonly pageFrom: PageReader;
}): Handlers<"listCommonTasks" | "getCommonTask"> {
  const toProto = ({ alias, version, state, health, message }: PluginSnapshot) => {
    const ready = state === "running" && (health === "healthy" || health === "degraded");
    return { alias, version, ready, message: ready ? message : `${state}${message ? `: ${message}` : ""}` };
  };
  return {
    listCommonTasks(request) {
      namespaceFrom(request);
      const { items, next } = pageOf(commonTasks.list(), ({ alias }) => alias, pageFrom("common_tasks", request));
      return { commonTasks: items.map(toProto), nextPageToken: nextPageToken("common_tasks", next) };
    },
    async getCommonTask(request) {
      const namespace = namespaceFrom(request);
      const alias = fullAlias(host, "task", request.alias);
      const plugin = host.find(alias);
      if (!plugin || (plugin.roles.length > 0 && !plugin.roles.includes("task")))
        throw new Fault(
          "notFound",
          `there is no common task "${alias}": gofer common-task list shows what is installed`,
        );
      const { description, settingsSchema } = await commonTasks.describe(alias);
      const users = ledger.installations
        .pipelinesThatName(alias)
        .filter((user) => user.startsWith(`${namespace}/`))
        .map((user) => user.slice(namespace.length + 1));
      return { commonTask: toProto(plugin), description, settingsSchema, users };
    },
  };
}
