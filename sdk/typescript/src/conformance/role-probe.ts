import { ObjectStore, Scheduler, SecretStore, Task, Trigger } from "@gofer/proto";
import type { RunningPlugin } from "./bench.js";
import { collect } from "./check.js";

/** A harmless call of each kind to a role, to see whether the plugin takes calls of it at all. */
export const roleProbes: Readonly<
  Record<string, (plugin: RunningPlugin) => Readonly<Record<string, () => Promise<unknown>>>>
> = {
  "gofer.scheduler.v1": ({ client }) => {
    const scheduler = client(Scheduler);
    return {
      Start: () => scheduler.start({ containers: [] }),
      Inspect: () => scheduler.inspect({ key: "nobody" }),
      List: () => collect(scheduler.list({})),
      Remove: () => scheduler.remove({ keys: ["nobody"], sandboxes: [] }),
    };
  },
  "gofer.objectstore.v1": ({ client }) => {
    const store = client(ObjectStore);
    return {
      Head: () => store.head({ scope: "nobody", key: "nothing" }),
      Delete: () => store.delete({ scope: "nobody", key: "nothing" }),
      List: () => store.list({ scope: "nobody" }),
      Get: () => collect(store.get({ scope: "nobody", key: "nothing" })),
    };
  },
  "gofer.secretstore.v1": ({ client }) => {
    const store = client(SecretStore);
    return {
      Get: () => store.get({ ref: { scope: "nobody", key: "nothing" } }),
      BatchGet: () => store.batchGet({ refs: [] }),
      List: () => store.list({ scope: "nobody" }),
    };
  },
  "gofer.trigger.v1": ({ client }) => {
    const trigger = client(Trigger);
    return {
      ValidateSubscription: () => trigger.validateSubscription({ subscription: { id: "nobody", parameters: {} } }),
      Watch: () => collect(trigger.watch(noRequests())),
    };
  },
  "gofer.task.v1": ({ client }) => {
    const task = client(Task);
    return {
      Describe: () => task.describe({}),
      Cancel: () => task.cancel({ key: "nobody" }),
      Attach: () => collect(task.attach({ key: "nobody" })),
    };
  },
};

async function* noRequests(): AsyncGenerator<never> {}
