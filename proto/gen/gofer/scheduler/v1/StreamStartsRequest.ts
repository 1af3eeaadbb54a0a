// Original file: gofer/scheduler/v1/scheduler.proto

import type { ContainerSpecInput as _gofer_scheduler_v1_ContainerSpecInput, ContainerSpec as _gofer_scheduler_v1_ContainerSpec } from '../../../gofer/scheduler/v1/ContainerSpec.js';

/**
 * A batch of containers to start.
 */
export interface StreamStartsRequestInput {
  /**
   * The containers, at most 1,000.
   */
  'containers'?: (_gofer_scheduler_v1_ContainerSpecInput)[];
}

/**
 * A batch of containers to start.
 */
export interface StreamStartsRequest {
  /**
   * The containers, at most 1,000.
   */
  'containers': (_gofer_scheduler_v1_ContainerSpec)[];
}
