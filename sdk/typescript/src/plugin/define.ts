import type {
  ObjectStoreDefinition,
  ObjectStoreHandlers,
  SchedulerDefinition,
  SchedulerHandlers,
  SecretStoreDefinition,
  SecretStoreHandlers,
  Service,
  TaskDefinition,
  TaskHandlers,
  TriggerDefinition,
  TriggerHandlers,
} from "@gofer/proto";
import { ObjectStore, Scheduler, SecretStore, Task, Trigger } from "@gofer/proto";
import type { Logger } from "pino";
import * as z from "zod";
import type { KernelAddress } from "../client.js";
import type { ServiceImpl } from "../rpc/index.js";

interface RoleServices {
  readonly scheduler: Service<SchedulerHandlers, SchedulerDefinition>;
  readonly objectStore: Service<ObjectStoreHandlers, ObjectStoreDefinition>;
  readonly secretStore: Service<SecretStoreHandlers, SecretStoreDefinition>;
  readonly trigger: Service<TriggerHandlers, TriggerDefinition>;
  readonly task: Service<TaskHandlers, TaskDefinition>;
}
export type Role = keyof RoleServices;

/**
 * The roles a plugin can serve: their proto package, their service, and the methods that start new work, which a plugin
 * refuses once it is draining.
 */
export const roles: {
  readonly [R in Role]: {
    readonly contract: string;
    readonly service: RoleServices[R];
    readonly startsWork: readonly (keyof ServiceImpl<HandlersOf<RoleServices[R]>>)[];
  };
} = {
  scheduler: { contract: "gofer.scheduler.v1", service: Scheduler, startsWork: ["start", "streamStarts"] },
  objectStore: { contract: "gofer.objectstore.v1", service: ObjectStore, startsWork: [] },
  secretStore: { contract: "gofer.secretstore.v1", service: SecretStore, startsWork: [] },
  trigger: { contract: "gofer.trigger.v1", service: Trigger, startsWork: [] },
  task: { contract: "gofer.task.v1", service: Task, startsWork: ["run"] },
};

type HandlersOf<S> = S extends Service<infer Handlers, infer _> ? Handlers : never;
/** What the SDK serves of a role by itself, with the role's other methods. */
type Derived = "streamStarts";
/** What implements a role. */
export type RoleImpl<R extends Role> = Omit<ServiceImpl<HandlersOf<RoleServices[R]>>, Derived>;

export interface PluginStatus {
  readonly state: "starting" | "healthy" | "degraded" | "unhealthy";
  /** A stable word in UPPER_SNAKE_CASE; empty when healthy. */
  readonly reason?: string;
  /** One sentence for a person: what is wrong and what to do. */
  readonly message?: string;
  /** Facts about the backend for display. No secrets. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What the kernel hands to a plugin when it is configured. */
export interface PluginContext {
  readonly log: Logger;
  /** Aborts when the plugin must stop. */
  readonly signal: AbortSignal;
  /** Label of everything that the plugin creates outside. */
  readonly installationId: string;
  /** Counts the starts of the installation, from 1. */
  readonly generation: number;
  /** Directory that belongs to the installation and survives restarts. */
  readonly dataDirectory: string;
  /** How to call the kernel back; absent when the installation has no grant to do so. */
  readonly kernel?: KernelAddress | undefined;
  /** Says whether the plugin can do its job; it is "healthy" until it says otherwise. */
  readonly reportStatus: (status: PluginStatus) => void;
}

/** A configured plugin: an implementation per role, and how it ends. */
export type OpenPlugin<R extends Role, Config = unknown> = { readonly [Name in R]: RoleImpl<Name> } & {
  /**
   * Takes a new configuration while it serves; false when only a new process can. Absent: always a new process.
   * A fault refuses the configuration and leaves the old one in force.
   */
  readonly reconfigure?: (config: Config) => Promise<boolean> | boolean;
  /** Stops taking new work and finishes what can be finished in the time. */
  readonly drain?: (timeoutMs: number) => Promise<void>;
  /** Gives up connections and files. What the plugin manages outside is left running. */
  readonly close?: () => Promise<void> | void;
};

export interface PluginDefinition<R extends Role, Config extends z.ZodObject> {
  /** A DNS label, for example "scheduler-docker". */
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  /** The roles that are served, each with the optional features of its contract. */
  readonly roles: Readonly<Record<R, readonly string[]>>;
  /** The configuration. Secret fields carry `.meta({ "x-gofer-secret": true })`. */
  readonly config: Config;
  /** What it asks an admin for where there is no manifest: run as a container or at an endpoint ("api:runs:read"). */
  readonly permissions?: readonly string[];
  /** What a pipeline may pass to the plugin (trigger and common task settings). */
  readonly parameters?: z.ZodObject;
  /** What a schema cannot say about a configuration; returns all violations. */
  readonly validate?: (config: z.output<Config>) => readonly { pointer: string; message: string }[];
  /** Makes the plugin ready. A backend that is down is no error: report it and keep trying. */
  readonly open: (
    config: z.output<Config>,
    context: PluginContext,
  ) => Promise<OpenPlugin<NoInfer<R>, z.output<Config>>> | OpenPlugin<NoInfer<R>, z.output<Config>>;
}

/** Checks a plugin against its roles in the compiler; returns it unchanged. */
export function definePlugin<R extends Role, Config extends z.ZodObject>(
  definition: PluginDefinition<R, Config>,
): PluginDefinition<R, Config> {
  return definition;
}

/** JSON Schema (draft 2020-12) of a zod object as the kernel and the manifest carry it. */
export function schemaOf(schema: z.ZodObject | undefined): Buffer {
  if (!schema) return Buffer.alloc(0);
  return Buffer.from(JSON.stringify(z.toJSONSchema(schema, { io: "input" })));
}
