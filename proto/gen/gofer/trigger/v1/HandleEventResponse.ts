// Original file: gofer/trigger/v1/trigger.proto

import type { HeaderInput as _gofer_trigger_v1_HeaderInput, Header as _gofer_trigger_v1_Header } from '../../../gofer/trigger/v1/Header.js';
import type { FiringInput as _gofer_trigger_v1_FiringInput, Firing as _gofer_trigger_v1_Firing } from '../../../gofer/trigger/v1/Firing.js';

/**
 * What the sender is answered, and what fires.
 */
export interface HandleEventResponseInput {
  /**
   * HTTP status code, 200 to 599.
   */
  'status'?: (number);
  /**
   * Headers of the answer.
   */
  'headers'?: (_gofer_trigger_v1_HeaderInput)[];
  /**
   * Body of the answer, at most 64 KiB.
   */
  'body'?: (Buffer | Uint8Array | string);
  /**
   * Firings that follow from the request. They need no credits, and are not acknowledged on Watch.
   */
  'firings'?: (_gofer_trigger_v1_FiringInput)[];
}

/**
 * What the sender is answered, and what fires.
 */
export interface HandleEventResponse {
  /**
   * HTTP status code, 200 to 599.
   */
  'status': (number);
  /**
   * Headers of the answer.
   */
  'headers': (_gofer_trigger_v1_Header)[];
  /**
   * Body of the answer, at most 64 KiB.
   */
  'body': (Buffer);
  /**
   * Firings that follow from the request. They need no credits, and are not acknowledged on Watch.
   */
  'firings': (_gofer_trigger_v1_Firing)[];
}
