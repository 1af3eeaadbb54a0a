// Original file: gofer/scheduler/v1/scheduler.proto

import type { ContainerStatusInput as _gofer_scheduler_v1_ContainerStatusInput, ContainerStatus as _gofer_scheduler_v1_ContainerStatus } from '../../../gofer/scheduler/v1/ContainerStatus.js';

/**
 * Some containers of the installation.
 */
export interface ListResponseInput {
  /**
   * Their states.
   */
  'containers'?: (_gofer_scheduler_v1_ContainerStatusInput)[];
}

/**
 * Some containers of the installation.
 */
export interface ListResponse {
  /**
   * Their states.
   */
  'containers': (_gofer_scheduler_v1_ContainerStatus)[];
}
