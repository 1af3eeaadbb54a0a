// Original file: gofer/scheduler/v1/scheduler.proto

import type { StartResultInput as _gofer_scheduler_v1_StartResultInput, StartResult as _gofer_scheduler_v1_StartResult } from '../../../gofer/scheduler/v1/StartResult.js';

/**
 * The results of Start.
 */
export interface StartResponseInput {
  /**
   * One result per item, in the order of the request.
   */
  'results'?: (_gofer_scheduler_v1_StartResultInput)[];
}

/**
 * The results of Start.
 */
export interface StartResponse {
  /**
   * One result per item, in the order of the request.
   */
  'results': (_gofer_scheduler_v1_StartResult)[];
}
