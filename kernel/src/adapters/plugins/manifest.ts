import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { isDnsLabel } from "@gofer/sdk/names";
import semver from "semver";
import * as z from "zod";
import { permissionProblem } from "../../domain/permission.js";

export const Manifest = z.strictObject({
  name: z.string().refine(isDnsLabel, "is not a DNS label"),
  version: z.string().refine((version) => semver.valid(version) === version, "is not a semantic version"),
  contracts: z.array(z.strictObject({ name: z.string(), features: z.array(z.string()).default([]) })).min(1),
  kernel: z
    .string()
    .refine((range) => semver.validRange(range) !== null, "is not a semantic version range")
    .default("*"),
  entrypoint: z.union([z.strictObject({ node: z.string() }), z.strictObject({ command: z.array(z.string()).min(1) })]),
  /** "linux/x64" and the like for a package with compiled programs; empty means any. */
  platforms: z.array(z.string()).default([]),
  permissions: z
    .array(
      z.string().check(({ value, issues }) => {
        const message = permissionProblem(value);
        if (message !== undefined) issues.push({ code: "custom", input: value, message });
      }),
    )
    .default([]),
  /** How the development mode installs it. */
  development: z
    .strictObject({
      /** The scheduler of the highest rank that works is the default. */
      rank: z.number().default(0),
      config: z.record(z.string(), z.unknown()).default({}),
      /** JSON pointer of a secret field to the length of the random value it gets. */
      generateSecrets: z.record(z.string(), z.number().int()).default({}),
    })
    .default({ rank: 0, config: {}, generateSecrets: {} }),
});
export type Manifest = z.output<typeof Manifest>;

/** Reads gofer-plugin.json of a plugin's folder. Throws `invalid` with the file and all problems. */
export function readManifest(directory: string): Manifest {
  const path = join(directory, "gofer-plugin.json");
  if (!existsSync(path)) throw new Fault("invalid", `there is no ${path}, and a plugin has one`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Fault("invalid", `${path} cannot be read: ${messageOf(error)}`);
  }
  const parsed = Manifest.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `/${issue.path.join("/")}: ${issue.message}`);
  throw new Fault("invalid", `${path} is not a valid manifest: ${problems.join("; ")}`);
}
