import { join } from "node:path";
import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openObjectStore } from "./object-store.js";

export const plugin = definePlugin({
  name: "store-fs",
  version: "0.1.0",
  roles: { objectStore: [] },
  config: Config,
  async open({ path }, { dataDirectory }) {
    const store = await openObjectStore({ path: path ?? join(dataDirectory, "objects"), now: Date.now });
    return { objectStore: store.service };
  },
});
