import { join } from "node:path";
import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openObjectStore } from "./object-store.js";

export const plugin = definePlugin({
  name: "store-sqlite",
  version: "0.1.0",
  roles: { objectStore: [] },
  config: Config,
  open({ path }, { dataDirectory, log }) {
    const store = openObjectStore({ path: path ?? join(dataDirectory, "objects.db"), now: Date.now, log });
    return { objectStore: store.service, close: store.close };
  },
});
