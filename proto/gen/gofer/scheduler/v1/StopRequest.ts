// Original file: gofer/scheduler/v1/scheduler.proto

import type { StopItemInput as _gofer_scheduler_v1_StopItemInput, StopItem as _gofer_scheduler_v1_StopItem } from '../../../gofer/scheduler/v1/StopItem.js';

/**
 * A batch of containers to stop.
 */
export interface StopRequestInput {
  /**
   * The containers.
   */
  'items'?: (_gofer_scheduler_v1_StopItemInput)[];
}

/**
 * A batch of containers to stop.
 */
export interface StopRequest {
  /**
   * The containers.
   */
  'items': (_gofer_scheduler_v1_StopItem)[];
}
