// Original file: gofer/scheduler/v1/scheduler.proto

import type { ContainerStatusInput as _gofer_scheduler_v1_ContainerStatusInput, ContainerStatus as _gofer_scheduler_v1_ContainerStatus } from '../../../gofer/scheduler/v1/ContainerStatus.js';
import type { LimitEnforcementInput as _gofer_scheduler_v1_LimitEnforcementInput, LimitEnforcement as _gofer_scheduler_v1_LimitEnforcement } from '../../../gofer/scheduler/v1/LimitEnforcement.js';

/**
 * A container that was started.
 */
export interface StartedContainerInput {
  /**
   * Its state at the time of the answer. It may already have exited.
   */
  'status'?: (_gofer_scheduler_v1_ContainerStatusInput | null);
  /**
   * How each requested limit is kept.
   */
  'enforcements'?: (_gofer_scheduler_v1_LimitEnforcementInput)[];
}

/**
 * A container that was started.
 */
export interface StartedContainer {
  /**
   * Its state at the time of the answer. It may already have exited.
   */
  'status': (_gofer_scheduler_v1_ContainerStatus | null);
  /**
   * How each requested limit is kept.
   */
  'enforcements': (_gofer_scheduler_v1_LimitEnforcement)[];
}
