// Original file: gofer/scheduler/v1/scheduler.proto

import type { ContainerStatusInput as _gofer_scheduler_v1_ContainerStatusInput, ContainerStatus as _gofer_scheduler_v1_ContainerStatus } from '../../../gofer/scheduler/v1/ContainerStatus.js';

/**
 * The state of one container.
 */
export interface InspectResponseInput {
  /**
   * The state.
   */
  'status'?: (_gofer_scheduler_v1_ContainerStatusInput | null);
}

/**
 * The state of one container.
 */
export interface InspectResponse {
  /**
   * The state.
   */
  'status': (_gofer_scheduler_v1_ContainerStatus | null);
}
