// Original file: gofer/scheduler/v1/scheduler.proto

import type { ItemResultInput as _gofer_scheduler_v1_ItemResultInput, ItemResult as _gofer_scheduler_v1_ItemResult } from '../../../gofer/scheduler/v1/ItemResult.js';

/**
 * The results of Stop.
 */
export interface StopResponseInput {
  /**
   * One result per item, in the order of the request.
   */
  'results'?: (_gofer_scheduler_v1_ItemResultInput)[];
}

/**
 * The results of Stop.
 */
export interface StopResponse {
  /**
   * One result per item, in the order of the request.
   */
  'results': (_gofer_scheduler_v1_ItemResult)[];
}
