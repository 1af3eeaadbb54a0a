// Original file: gofer/scheduler/v1/scheduler.proto

import type { ContainerEventInput as _gofer_scheduler_v1_ContainerEventInput, ContainerEvent as _gofer_scheduler_v1_ContainerEvent } from '../../../gofer/scheduler/v1/ContainerEvent.js';

/**
 * Some events.
 */
export interface WatchEventsResponseInput {
  /**
   * The events in order; empty for a sign of life.
   */
  'events'?: (_gofer_scheduler_v1_ContainerEventInput)[];
  /**
   * Where to go on after this message; opaque, at most 1 KiB.
   */
  'resumeToken'?: (Buffer | Uint8Array | string);
  /**
   * Events may be missing before this message: the kernel calls List.
   */
  'resync'?: (boolean);
}

/**
 * Some events.
 */
export interface WatchEventsResponse {
  /**
   * The events in order; empty for a sign of life.
   */
  'events': (_gofer_scheduler_v1_ContainerEvent)[];
  /**
   * Where to go on after this message; opaque, at most 1 KiB.
   */
  'resumeToken': (Buffer);
  /**
   * Events may be missing before this message: the kernel calls List.
   */
  'resync': (boolean);
}
