// Original file: gofer/scheduler/v1/scheduler.proto

import type { StartedContainerInput as _gofer_scheduler_v1_StartedContainerInput, StartedContainer as _gofer_scheduler_v1_StartedContainer } from '../../../gofer/scheduler/v1/StartedContainer.js';
import type { ItemErrorInput as _gofer_scheduler_v1_ItemErrorInput, ItemError as _gofer_scheduler_v1_ItemError } from '../../../gofer/scheduler/v1/ItemError.js';

/**
 * What became of one item of Start.
 */
export interface StartResultInput {
  /**
   * The key of the item.
   */
  'key'?: (string);
  /**
   * The container was started, now or earlier.
   */
  'started'?: (_gofer_scheduler_v1_StartedContainerInput | null);
  /**
   * It was not; the table of Start says what the kernel does.
   */
  'error'?: (_gofer_scheduler_v1_ItemErrorInput | null);
  /**
   * What became of it.
   */
  'outcome'?: "started"|"error";
}

/**
 * What became of one item of Start.
 */
export interface StartResult {
  /**
   * The key of the item.
   */
  'key': (string);
  /**
   * The container was started, now or earlier.
   */
  'started'?: (_gofer_scheduler_v1_StartedContainer | null);
  /**
   * It was not; the table of Start says what the kernel does.
   */
  'error'?: (_gofer_scheduler_v1_ItemError | null);
  /**
   * What became of it.
   */
  'outcome'?: "started"|"error";
}
