// Original file: gofer/scheduler/v1/scheduler.proto

import type { ItemErrorInput as _gofer_scheduler_v1_ItemErrorInput, ItemError as _gofer_scheduler_v1_ItemError } from '../../../gofer/scheduler/v1/ItemError.js';

/**
 * What became of one item of a batch.
 */
export interface ItemResultInput {
  /**
   * The key of the item.
   */
  'key'?: (string);
  /**
   * Absent when all is well.
   */
  'error'?: (_gofer_scheduler_v1_ItemErrorInput | null);
}

/**
 * What became of one item of a batch.
 */
export interface ItemResult {
  /**
   * The key of the item.
   */
  'key': (string);
  /**
   * Absent when all is well.
   */
  'error': (_gofer_scheduler_v1_ItemError | null);
}
