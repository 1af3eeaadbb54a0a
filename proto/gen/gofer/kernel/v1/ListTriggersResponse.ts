// Original file: gofer/kernel/v1/triggers.proto

import type { TriggerStatusInput as _gofer_kernel_v1_TriggerStatusInput, TriggerStatus as _gofer_kernel_v1_TriggerStatus } from '../../../gofer/kernel/v1/TriggerStatus.js';

/**
 * Some triggers, ordered by alias.
 */
export interface ListTriggersResponseInput {
  /**
   * The triggers.
   */
  'triggers'?: (_gofer_kernel_v1_TriggerStatusInput)[];
  /**
   * Address of the listener of external events; empty when there is none.
   */
  'eventsAddress'?: (string);
  /**
   * What comes from outside makes runs.
   */
  'acceptsEvents'?: (boolean);
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some triggers, ordered by alias.
 */
export interface ListTriggersResponse {
  /**
   * The triggers.
   */
  'triggers': (_gofer_kernel_v1_TriggerStatus)[];
  /**
   * Address of the listener of external events; empty when there is none.
   */
  'eventsAddress': (string);
  /**
   * What comes from outside makes runs.
   */
  'acceptsEvents': (boolean);
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}
