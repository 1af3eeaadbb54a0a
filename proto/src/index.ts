import type { ServiceDefinition } from "@grpc/grpc-js";
import { descriptor } from "../gen/descriptor.js";
import type { KernelDefinition, KernelHandlers } from "../gen/gofer/kernel/v1/Kernel.js";
import type { PipelineConfig, PipelineConfigInput } from "../gen/gofer/kernel/v1/PipelineConfig.js";
import type { ObjectStoreDefinition, ObjectStoreHandlers } from "../gen/gofer/objectstore/v1/ObjectStore.js";
import type { PluginDefinition, PluginHandlers } from "../gen/gofer/plugin/v1/Plugin.js";
import type { SchedulerDefinition, SchedulerHandlers } from "../gen/gofer/scheduler/v1/Scheduler.js";
import type { SecretStoreDefinition, SecretStoreHandlers } from "../gen/gofer/secretstore/v1/SecretStore.js";
import type { TaskDefinition, TaskHandlers } from "../gen/gofer/task/v1/Task.js";
import type { TriggerDefinition, TriggerHandlers } from "../gen/gofer/trigger/v1/Trigger.js";
import type { HealthDefinition, HealthHandlers } from "../gen/grpc/health/v1/Health.js";
import type { GRPCControllerDefinition, GRPCControllerHandlers } from "../gen/plugin/GRPCController.js";
import type { GRPCStdioDefinition, GRPCStdioHandlers } from "../gen/plugin/GRPCStdio.js";
import { codecOf, framePrefixBytes } from "./codec.js";
import type { FieldDescriptor } from "./descriptor.js";

export type { ObjectInfo, ObjectInfoInput } from "../gen/gofer/objectstore/v1/ObjectInfo.js";
export type { PutHeader, PutHeaderInput } from "../gen/gofer/objectstore/v1/PutHeader.js";
export type { PutRequest, PutRequestInput } from "../gen/gofer/objectstore/v1/PutRequest.js";
export type { KernelInfo } from "../gen/gofer/plugin/v1/KernelInfo.js";
export type { ContainerEvent, ContainerEventInput } from "../gen/gofer/scheduler/v1/ContainerEvent.js";
export type { ContainerSpec, ContainerSpecInput } from "../gen/gofer/scheduler/v1/ContainerSpec.js";
export type { ContainerStatus, ContainerStatusInput } from "../gen/gofer/scheduler/v1/ContainerStatus.js";
export type { ExecRequest, ExecRequestInput } from "../gen/gofer/scheduler/v1/ExecRequest.js";
export type { ExecResponse, ExecResponseInput } from "../gen/gofer/scheduler/v1/ExecResponse.js";
export type { ExitResult, ExitResultInput } from "../gen/gofer/scheduler/v1/ExitResult.js";
export type { ItemError, ItemErrorInput } from "../gen/gofer/scheduler/v1/ItemError.js";
export type { ItemResult, ItemResultInput } from "../gen/gofer/scheduler/v1/ItemResult.js";
export type { LogChunk, LogChunkInput } from "../gen/gofer/scheduler/v1/LogChunk.js";
export type { StartResult, StartResultInput } from "../gen/gofer/scheduler/v1/StartResult.js";
export type { RunRequest, RunRequestInput } from "../gen/gofer/task/v1/RunRequest.js";
export type { TaskEvent, TaskEventInput } from "../gen/gofer/task/v1/TaskEvent.js";
export type { TaskOrigin, TaskOriginInput } from "../gen/gofer/task/v1/TaskOrigin.js";
export type { Ack, AckInput } from "../gen/gofer/trigger/v1/Ack.js";
export type { Firing, FiringInput } from "../gen/gofer/trigger/v1/Firing.js";
export type { HandleEventRequest, HandleEventRequestInput } from "../gen/gofer/trigger/v1/HandleEventRequest.js";
export type { HandleEventResponse, HandleEventResponseInput } from "../gen/gofer/trigger/v1/HandleEventResponse.js";
export type { Nack, NackInput } from "../gen/gofer/trigger/v1/Nack.js";
export type { Overlap } from "../gen/gofer/trigger/v1/Overlap.js";
export type { Subscription, SubscriptionInput } from "../gen/gofer/trigger/v1/Subscription.js";
export type { SubscriptionStatus, SubscriptionStatusInput } from "../gen/gofer/trigger/v1/SubscriptionStatus.js";
export type { Verdict, VerdictInput } from "../gen/gofer/trigger/v1/Verdict.js";
export type { WatchRequest, WatchRequestInput } from "../gen/gofer/trigger/v1/WatchRequest.js";
export type { WatchResponse, WatchResponseInput } from "../gen/gofer/trigger/v1/WatchResponse.js";
export type { FieldDescriptor } from "./descriptor.js";
export type {
  GRPCControllerDefinition,
  GRPCControllerHandlers,
  GRPCStdioDefinition,
  GRPCStdioHandlers,
  HealthDefinition,
  HealthHandlers,
  KernelDefinition,
  KernelHandlers,
  ObjectStoreDefinition,
  ObjectStoreHandlers,
  PipelineConfig,
  PipelineConfigInput,
  PluginDefinition,
  PluginHandlers,
  SchedulerDefinition,
  SchedulerHandlers,
  SecretStoreDefinition,
  SecretStoreHandlers,
  TaskDefinition,
  TaskHandlers,
  TriggerDefinition,
  TriggerHandlers,
};

/** A gRPC service: its wire definition, and (in types only) the shape of its handlers. */
export interface Service<Handlers, Definition extends ServiceDefinition> {
  /** Full name, for example "gofer.scheduler.v1.Scheduler". */
  readonly name: string;
  readonly definition: Definition;
  readonly handlers?: Handlers;
}

/**
 * The same service, in which an answer of one of its methods is encoded once for all calls that are given the same
 * object, which must not be changed. `frameOf` is that answer as it goes over the wire of gRPC.
 */
export function encodeOnce<Handlers, Definition extends ServiceDefinition>(
  { name, definition }: Service<Handlers, Definition>,
  method: keyof Definition & string,
): Service<Handlers, Definition> {
  const described = descriptor.services[name]?.[method];
  if (!described) throw new TypeError(`${name} has no method ${method}`);
  const { encodeFrame } = codecOf(described.response);
  const frames = new WeakMap<object, Buffer>();
  const frameOf = (message: object): Buffer => {
    const known = frames.get(message);
    if (known) return known;
    const frame = encodeFrame(message);
    frames.set(message, frame);
    return frame;
  };
  const responseSerialize = (message: object) => frameOf(message).subarray(framePrefixBytes);
  // Only how its answers are encoded is different, not what they are.
  const once = { ...definition[method], responseSerialize, frameOf };
  return { name, definition: { ...definition, [method]: once } };
}

function service<Handlers, Definition extends ServiceDefinition>(name: string): Service<Handlers, Definition> {
  const methods = Object.entries(descriptor.services[name] ?? {}).map(([method, described]) => {
    const request = codecOf(described.request);
    const response = codecOf(described.response);
    const definition = {
      path: `/${name}/${method}`,
      requestStream: described.requestStream === true,
      responseStream: described.responseStream === true,
      requestSerialize: request.encode,
      requestDeserialize: request.decode,
      responseSerialize: response.encode,
      responseDeserialize: response.decode,
    };
    return [method, definition] as const;
  });
  const definition: ServiceDefinition = Object.fromEntries(methods);
  // The descriptor is untyped; the generated Definition is made from the same protos.
  return { name, definition: definition as Definition };
}

export const Plugin = service<PluginHandlers, PluginDefinition>("gofer.plugin.v1.Plugin");
export const Scheduler = service<SchedulerHandlers, SchedulerDefinition>("gofer.scheduler.v1.Scheduler");
export const ObjectStore = service<ObjectStoreHandlers, ObjectStoreDefinition>("gofer.objectstore.v1.ObjectStore");
export const SecretStore = service<SecretStoreHandlers, SecretStoreDefinition>("gofer.secretstore.v1.SecretStore");
export const Trigger = service<TriggerHandlers, TriggerDefinition>("gofer.trigger.v1.Trigger");
export const Task = service<TaskHandlers, TaskDefinition>("gofer.task.v1.Task");
export const Kernel = service<KernelHandlers, KernelDefinition>("gofer.kernel.v1.Kernel");
export const Health = service<HealthHandlers, HealthDefinition>("grpc.health.v1.Health");
export const GrpcController = service<GRPCControllerHandlers, GRPCControllerDefinition>("plugin.GRPCController");
export const GrpcStdio = service<GRPCStdioHandlers, GRPCStdioDefinition>("plugin.GRPCStdio");

/** The fields of a message, or the values of an enumeration, as its .proto file has them. */
export interface Shape {
  readonly fields?: Readonly<Record<string, FieldDescriptor>>;
  /** Of which fields only one can be there. */
  readonly oneofs?: Readonly<Record<string, readonly string[]>>;
  readonly values?: Readonly<Record<string, number>>;
}

/** The shape of a message or enumeration by its full name; undefined when there is none of this name. */
export function shapeOf(name: string): Shape | undefined {
  const values = descriptor.enums[name];
  if (values) return { values };
  const fields = descriptor.messages[name];
  if (!fields) return undefined;
  const oneofs: Record<string, string[]> = {};
  for (const { name: field, oneof } of fields) if (oneof !== undefined) (oneofs[oneof] ??= []).push(field);
  return { fields: Object.fromEntries(fields.map((field) => [field.name, field])), oneofs };
}

const pipelineConfig = codecOf("gofer.kernel.v1.PipelineConfig");

/** A PipelineConfig as protobuf bytes. */
export function encodePipelineConfig(config: PipelineConfigInput): Buffer {
  return pipelineConfig.encode(config);
}

/** Protobuf bytes as a PipelineConfig. Throws when they are not one. */
export function decodePipelineConfig(bytes: Buffer): PipelineConfig {
  return pipelineConfig.decode(bytes) as PipelineConfig;
}
