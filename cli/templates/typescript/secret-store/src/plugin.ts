import { join } from "node:path";
import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openSecretStore } from "./secret-store.js";

export const plugin = definePlugin({
  name: "my-plugin",
  version: "0.1.0",
  roles: { secretStore: [] },
  config: Config,
  open: async ({ path, encryption_key: key }, { dataDirectory }) => ({
    secretStore: await openSecretStore(path ?? join(dataDirectory, "secrets"), key),
  }),
});
