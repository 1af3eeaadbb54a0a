import { watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin } from "@gofer/sdk/plugin";
import { openTrigger } from "@gofer/sdk/trigger";
import * as z from "zod";

const Config = z.strictObject({ root: z.string().startsWith("/").describe("Pipelines name directories below it.") });

const Parameters = z.strictObject({
  directory: z
    .string()
    .regex(/^[\w-]+(\/[\w-]+)*$/, "is not a path of plain names")
    .describe("Directory below root to look at."),
  ending: z.string().default("").describe('Only files whose names end so, for example ".csv".'),
});

export const plugin = definePlugin({
  name: "trigger-directory",
  version: "0.1.0",
  roles: { trigger: [] },
  config: Config,
  parameters: Parameters,
  open: ({ root }, { signal }) =>
    openTrigger({
      parameters: Parameters,
      signal,
      async subscribe({ parameters: { directory, ending }, createdAtMs }, { fire, report }) {
        const path = join(root, directory);
        const look = async () => {
          for (const name of await readdir(path)) {
            if (!name.endsWith(ending)) continue;
            const { mtimeMs, size } = await stat(join(path, name));
            if (mtimeMs < createdAtMs) continue;
            // The id names what happened: firing it again, after a restart too, makes no second run.
            await fire({
              eventId: `${name} ${mtimeMs}`.slice(-256),
              occurredAtMs: Math.floor(mtimeMs),
              variables: {
                GOFER_TRIGGER_DIRECTORY_FILE: join(path, name),
                GOFER_TRIGGER_DIRECTORY_BYTES: String(size),
              },
              details: `${name} is new or has changed`,
            });
          }
        };
        const tryToLook = () => {
          look().then(
            () => report(),
            (error: unknown) => report(String(error)),
          );
        };
        const watcher = watch(path, tryToLook);
        watcher.on("error", (error) => report(error.message));
        tryToLook();
        return () => watcher.close();
      },
    }),
});
