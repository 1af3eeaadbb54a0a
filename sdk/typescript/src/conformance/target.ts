import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as z from "zod";
import { Fault, messageOf } from "../fault.js";
import { Fixture } from "./fixture.js";

/** What is put to the test. */
export type Target =
  | {
      readonly kind: "process";
      /** Program and arguments, as the kernel would start it. */
      readonly command: readonly string[];
      readonly directory: string;
      /** The facts of its manifest, when it has one. */
      readonly manifest: ManifestFacts | undefined;
    }
  | {
      readonly kind: "endpoint";
      /** `unix:<path>` or `host:port` of a plugin that somebody else has started, without TLS. */
      readonly address: string;
    }
  | {
      readonly kind: "image";
      /** As an author names it: "registry.example/acme/trigger:1.4". */
      readonly reference: string;
      /** The scheduler plugin that runs its containers: it must have PORTS, and run containers on this machine. */
      readonly scheduler: { readonly command: readonly string[]; readonly directory: string };
    };

const ManifestFacts = z.object({
  name: z.string(),
  version: z.string(),
  contracts: z.array(z.object({ name: z.string(), features: z.array(z.string()).default([]) })),
  entrypoint: z.union([z.object({ node: z.string() }), z.object({ command: z.array(z.string()).min(1) })]),
});
export type ManifestFacts = z.output<typeof ManifestFacts>;

/** A plugin's folder as a target. Throws `invalid` with the file and what is wrong with it. */
export function directoryTarget(directory: string): Extract<Target, { kind: "process" }> {
  const manifest = readJson(join(directory, "gofer-plugin.json"), ManifestFacts);
  const { entrypoint } = manifest;
  if ("node" in entrypoint) {
    return { kind: "process", command: [process.execPath, resolve(directory, entrypoint.node)], directory, manifest };
  }
  const [program = "", ...parameters] = entrypoint.command;
  const command = [program.includes("/") ? resolve(directory, program) : program, ...parameters];
  return { kind: "process", command, directory, manifest };
}

/** The fixture in a file; the defaults when there is none. Throws `invalid` with the file and what is wrong with it. */
export function readFixture(path: string | undefined): Fixture {
  if (path === undefined || !existsSync(path)) return Fixture.parse({});
  const { server, ...fixture } = readJson(path, Fixture);
  return server ? { ...fixture, server: { ...server, directory: resolve(dirname(path), server.directory) } } : fixture;
}

function readJson<T>(path: string, schema: z.ZodType<T>): T {
  if (!existsSync(path)) throw new Fault("invalid", `there is no ${path}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Fault("invalid", `${path} cannot be read: ${messageOf(error)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `/${issue.path.join("/")}: ${issue.message}`);
  throw new Fault("invalid", `${path} is not valid: ${problems.join("; ")}`);
}
