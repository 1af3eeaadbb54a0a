import { definePlugin } from "@gofer/sdk/plugin";
import { openTask } from "@gofer/sdk/task";
import { Config, parseHeaders, Settings, validateConfig } from "./config.js";
import { request } from "./request.js";

export const plugin = definePlugin({
  name: "task-http",
  version: "0.1.0",
  roles: { task: [] },
  config: Config,
  parameters: Settings,
  validate: validateConfig,
  open({ allowed_hosts: allowedHosts, headers: text }, { dataDirectory, signal }) {
    const headers = parseHeaders(text) ?? [];
    return openTask({
      description: "Calls a URL and hands its answer on.",
      settings: Settings,
      validate: ({ method, body }) =>
        body !== undefined && (method === "GET" || method === "HEAD")
          ? [`body: ${method} takes none: use POST or PUT`]
          : [],
      run: (context) => request(context, { allowedHosts, headers }),
      // A server may say back what it was sent: the value, and a token behind its scheme.
      secrets: headers.flatMap(([_name, value]) => [value, ...value.split(" ").slice(1)]),
      dataDirectory,
      signal,
    });
  },
});
