// Original file: gofer/kernel/v1/kernel.proto

import type { EventInput as _gofer_kernel_v1_EventInput, Event as _gofer_kernel_v1_Event } from '../../../gofer/kernel/v1/Event.js';

/**
 * One event.
 */
export interface GetEventResponseInput {
  /**
   * The event.
   */
  'event'?: (_gofer_kernel_v1_EventInput | null);
}

/**
 * One event.
 */
export interface GetEventResponse {
  /**
   * The event.
   */
  'event': (_gofer_kernel_v1_Event | null);
}
