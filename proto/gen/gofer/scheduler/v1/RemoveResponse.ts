// Original file: gofer/scheduler/v1/scheduler.proto

import type { ItemResultInput as _gofer_scheduler_v1_ItemResultInput, ItemResult as _gofer_scheduler_v1_ItemResult } from '../../../gofer/scheduler/v1/ItemResult.js';

/**
 * The results of Remove.
 */
export interface RemoveResponseInput {
  /**
   * One result per key, in the order of the request, then one per sandbox.
   */
  'results'?: (_gofer_scheduler_v1_ItemResultInput)[];
}

/**
 * The results of Remove.
 */
export interface RemoveResponse {
  /**
   * One result per key, in the order of the request, then one per sandbox.
   */
  'results': (_gofer_scheduler_v1_ItemResult)[];
}
