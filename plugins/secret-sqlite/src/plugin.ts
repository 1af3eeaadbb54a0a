import { join } from "node:path";
import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openSecretStore } from "./secret-store.js";

export const plugin = definePlugin({
  name: "secret-sqlite",
  version: "0.1.0",
  roles: { secretStore: ["REKEY"] },
  config: Config,
  open({ path, encryption_key: key, previous_encryption_key: previousKey }, { dataDirectory, log }) {
    const file = path ?? join(dataDirectory, "secrets.db");
    const store = openSecretStore({ path: file, key, previousKey, now: Date.now, log });
    return {
      secretStore: store.service,
      close: store.close,
      reconfigure(next) {
        if ((next.path ?? join(dataDirectory, "secrets.db")) !== file) return false;
        store.changeKey(next.encryption_key, next.previous_encryption_key);
        return true;
      },
    };
  },
});
