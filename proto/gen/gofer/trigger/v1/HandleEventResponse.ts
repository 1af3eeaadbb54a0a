// Original file: gofer/trigger/v1/trigger.proto

import type { HeaderInput as _gofer_trigger_v1_HeaderInput, Header as _gofer_trigger_v1_Header } from '../../../gofer/trigger/v1/Header.js';

/**
 * What the sender is answered.
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
}

/**
 * What the sender is answered.
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
}
