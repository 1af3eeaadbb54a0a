// Original file: gofer/scheduler/v1/scheduler.proto

import type { ExitResultInput as _gofer_scheduler_v1_ExitResultInput, ExitResult as _gofer_scheduler_v1_ExitResult } from '../../../gofer/scheduler/v1/ExitResult.js';
import type { Long } from '@grpc/proto-loader';

// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * Where a container is in its life.
 */
export const _gofer_scheduler_v1_ContainerStatus_State = {
  /**
   * Not set; never sent.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * It exists but was not started; the kernel starts it again with the same spec or removes it.
   */
  STATE_CREATED: 'STATE_CREATED',
  /**
   * It runs.
   */
  STATE_RUNNING: 'STATE_RUNNING',
  /**
   * It has ended; exit is set.
   */
  STATE_EXITED: 'STATE_EXITED',
} as const;

/**
 * Where a container is in its life.
 */
export type _gofer_scheduler_v1_ContainerStatus_StateInput =
  /**
   * Not set; never sent.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * It exists but was not started; the kernel starts it again with the same spec or removes it.
   */
  | 'STATE_CREATED'
  | 1
  /**
   * It runs.
   */
  | 'STATE_RUNNING'
  | 2
  /**
   * It has ended; exit is set.
   */
  | 'STATE_EXITED'
  | 3

/**
 * Where a container is in its life.
 */
export type _gofer_scheduler_v1_ContainerStatus_State = typeof _gofer_scheduler_v1_ContainerStatus_State[keyof typeof _gofer_scheduler_v1_ContainerStatus_State]

/**
 * The state of a container.
 */
export interface ContainerStatusInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * The spec hash it was started with.
   */
  'specHash'?: (string);
  /**
   * Where it is.
   */
  'state'?: (_gofer_scheduler_v1_ContainerStatus_StateInput);
  /**
   * How it ended; only when EXITED.
   */
  'exit'?: (_gofer_scheduler_v1_ExitResultInput | null);
  /**
   * When it started to run, Unix milliseconds; 0 when it did not yet.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * Name of the object in the backend, for people who look there ("docker logs <name>").
   */
  'externalName'?: (string);
  /**
   * Where ContainerSpec.ports can be reached from the kernel: container port to "host:port". Feature PORTS.
   */
  'addresses'?: ({[key: number]: string});
}

/**
 * The state of a container.
 */
export interface ContainerStatus {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * The spec hash it was started with.
   */
  'specHash': (string);
  /**
   * Where it is.
   */
  'state': (_gofer_scheduler_v1_ContainerStatus_State);
  /**
   * How it ended; only when EXITED.
   */
  'exit': (_gofer_scheduler_v1_ExitResult | null);
  /**
   * When it started to run, Unix milliseconds; 0 when it did not yet.
   */
  'startedAtMs': (number);
  /**
   * Name of the object in the backend, for people who look there ("docker logs <name>").
   */
  'externalName': (string);
  /**
   * Where ContainerSpec.ports can be reached from the kernel: container port to "host:port". Feature PORTS.
   */
  'addresses': ({[key: number]: string});
}
