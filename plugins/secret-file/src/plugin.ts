import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openSecretStore } from "./secret-store.js";

export const plugin = definePlugin({
  name: "secret-file",
  version: "0.1.0",
  roles: { secretStore: ["REKEY"] },
  config: Config,
  async open({ path, encryption_key: key, previous_encryption_key: previousKey }, { dataDirectory }) {
    const directory = path ?? dataDirectory;
    const store = await openSecretStore({ directory, key, previousKey, now: Date.now });
    return {
      secretStore: store.service,
      async reconfigure(next) {
        if ((next.path ?? dataDirectory) !== directory) return false;
        await store.changeKey(next.encryption_key, next.previous_encryption_key);
        return true;
      },
    };
  },
});
