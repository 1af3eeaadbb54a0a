// Original file: gofer/scheduler/v1/scheduler.proto

import type { ContainerStatusInput as _gofer_scheduler_v1_ContainerStatusInput, ContainerStatus as _gofer_scheduler_v1_ContainerStatus } from '../../../gofer/scheduler/v1/ContainerStatus.js';
import type { Long } from '@grpc/proto-loader';

// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * What happened.
 */
export const _gofer_scheduler_v1_ContainerEvent_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
  /**
   * The container exists.
   */
  KIND_CREATED: 'KIND_CREATED',
  /**
   * It started to run.
   */
  KIND_STARTED: 'KIND_STARTED',
  /**
   * It ended; status.exit is set.
   */
  KIND_EXITED: 'KIND_EXITED',
  /**
   * It is no more.
   */
  KIND_REMOVED: 'KIND_REMOVED',
} as const;

/**
 * What happened.
 */
export type _gofer_scheduler_v1_ContainerEvent_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * The container exists.
   */
  | 'KIND_CREATED'
  | 1
  /**
   * It started to run.
   */
  | 'KIND_STARTED'
  | 2
  /**
   * It ended; status.exit is set.
   */
  | 'KIND_EXITED'
  | 3
  /**
   * It is no more.
   */
  | 'KIND_REMOVED'
  | 4

/**
 * What happened.
 */
export type _gofer_scheduler_v1_ContainerEvent_Kind = typeof _gofer_scheduler_v1_ContainerEvent_Kind[keyof typeof _gofer_scheduler_v1_ContainerEvent_Kind]

/**
 * One thing that happened to one container.
 */
export interface ContainerEventInput {
  /**
   * What happened.
   */
  'kind'?: (_gofer_scheduler_v1_ContainerEvent_KindInput);
  /**
   * The container after it.
   */
  'status'?: (_gofer_scheduler_v1_ContainerStatusInput | null);
  /**
   * When it happened, Unix milliseconds.
   */
  'occurredAtMs'?: (number | string | Long);
}

/**
 * One thing that happened to one container.
 */
export interface ContainerEvent {
  /**
   * What happened.
   */
  'kind': (_gofer_scheduler_v1_ContainerEvent_Kind);
  /**
   * The container after it.
   */
  'status': (_gofer_scheduler_v1_ContainerStatus | null);
  /**
   * When it happened, Unix milliseconds.
   */
  'occurredAtMs': (number);
}
