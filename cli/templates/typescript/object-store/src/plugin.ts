import { join } from "node:path";
import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openObjectStore } from "./object-store.js";

export const plugin = definePlugin({
  name: "my-plugin",
  version: "0.1.0",
  roles: { objectStore: [] },
  config: Config,
  open: async ({ path }, { dataDirectory }) => ({
    objectStore: await openObjectStore(path ?? join(dataDirectory, "objects")),
  }),
});
