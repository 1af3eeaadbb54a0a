import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLedger } from "./adapters/ledger/ledger.js";
import { InstalledPlugins } from "./app/installed-plugins.js";
import { RoleBindings } from "./app/role-bindings.js";
import type { InstallationRecord } from "./ports/installations.js";
import type { Ledger } from "./ports/ledger.js";
import type { PluginSnapshot } from "./ports/plugin-host.js";

const by = { kind: "user", name: "me" } as const;
const record: InstallationRecord = {
  alias: "new",
  package: { name: "new", version: "1.0.0", source: "/new", kind: "stored", digest: "sha256:0", permissions: [] },
  ...{ previous: undefined, probationUntilMs: 0, intent: "enabled", config: {}, secrets: {} },
};
const running: PluginSnapshot = {
  ...{ alias: "new", name: "new", version: "1.0.0", roles: ["scheduler"], enabled: true, state: "running" },
  ...{ health: "healthy", message: "", restarts: 0, pid: 1, startedAtMs: 1, source: "/new", attributes: {} },
};

let folder: string;
let ledger: Ledger;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gofer-roles-"));
  ledger = openLedger(join(folder, "kernel.db"));
  await ledger.commit((writer) => writer.saveInstallation(record));
});
afterEach(() => {
  ledger[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

function openRoles(commit: Ledger["commit"] = ledger.commit) {
  const scheduler = { alias: "old", setting: "" };
  const installed = new InstalledPlugins({
    ledger: { ...ledger, commit },
    vault: { collect: () => undefined },
    installationOf: ({ alias, config }) => ({
      ...{ alias, config, target: { kind: "folder", directory: "/new" } },
      ...{ enabled: true, permissions: [], secrets: {} },
    }),
    now: () => 1,
  });
  const roles = new RoleBindings({
    installed,
    host: {
      find: (alias) => (alias === "new" ? running : undefined),
      put: async () => undefined,
      connection: () => undefined,
      onChange: () => () => undefined,
    },
    scheduler,
    migration: {
      left: () => ({ items: 0, bytes: 0 }),
      use: () => Promise.reject(new Error("no store is used here")),
      migrate: () => {
        throw new Error("no store is used here");
      },
    },
  });
  return { roles, scheduler };
}

test("another scheduler gets the new runs, and a restart finds it", async () => {
  const { roles, scheduler } = openRoles();
  expect(await roles.useScheduler("new", by)).toBe("old");
  expect(scheduler.alias).toBe("new");
  expect(ledger.installations.findBinding("scheduler")).toMatchObject({ alias: "new" });
});

test("a switch that could not be stored has not happened: new runs go where they went", async () => {
  const { roles, scheduler } = openRoles(async (write) => {
    await ledger.commit((writer) => {
      write(writer);
      throw new Fault("exhausted", "no space is left for the ledger");
    });
    throw new Error("never");
  });
  await expect(roles.useScheduler("new", by)).rejects.toThrow("no space is left");
  expect(scheduler.alias).toBe("old");
  expect(ledger.installations.findBinding("scheduler")).toBeUndefined();
});
