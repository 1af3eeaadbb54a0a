// Original file: gofer/scheduler/v1/scheduler.proto

import type { StartResultInput as _gofer_scheduler_v1_StartResultInput, StartResult as _gofer_scheduler_v1_StartResult } from '../../../gofer/scheduler/v1/StartResult.js';

/**
 * Results of StreamStarts.
 */
export interface StreamStartsResponseInput {
  /**
   * One result per item, in the order in which they became known, from any request.
   */
  'results'?: (_gofer_scheduler_v1_StartResultInput)[];
}

/**
 * Results of StreamStarts.
 */
export interface StreamStartsResponse {
  /**
   * One result per item, in the order in which they became known, from any request.
   */
  'results': (_gofer_scheduler_v1_StartResult)[];
}
