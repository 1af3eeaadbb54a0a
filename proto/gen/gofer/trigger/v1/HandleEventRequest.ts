// Original file: gofer/trigger/v1/trigger.proto

import type { HeaderInput as _gofer_trigger_v1_HeaderInput, Header as _gofer_trigger_v1_Header } from '../../../gofer/trigger/v1/Header.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One external HTTP request.
 */
export interface HandleEventRequestInput {
  /**
   * Identity of the stored request; the same for every delivery of it.
   */
  'eventId'?: (string);
  /**
   * When it came in, Unix milliseconds.
   */
  'receivedAtMs'?: (number | string | Long);
  /**
   * Its method, for example "POST".
   */
  'method'?: (string);
  /**
   * Its path and query as sent.
   */
  'path'?: (string);
  /**
   * Its headers in order, names as sent.
   */
  'headers'?: (_gofer_trigger_v1_HeaderInput)[];
  /**
   * Its body, byte by byte.
   */
  'body'?: (Buffer | Uint8Array | string);
  /**
   * Number of the set of subscriptions that holds what was wanted when the request came in; 0 when the kernel
   * does not say. The set may still be under way on Watch. The plugin MUST NOT answer by an older set: it waits
   * for this or a later one, or answers UNAVAILABLE.
   */
  'revision'?: (number | string | Long);
}

/**
 * One external HTTP request.
 */
export interface HandleEventRequest {
  /**
   * Identity of the stored request; the same for every delivery of it.
   */
  'eventId': (string);
  /**
   * When it came in, Unix milliseconds.
   */
  'receivedAtMs': (number);
  /**
   * Its method, for example "POST".
   */
  'method': (string);
  /**
   * Its path and query as sent.
   */
  'path': (string);
  /**
   * Its headers in order, names as sent.
   */
  'headers': (_gofer_trigger_v1_Header)[];
  /**
   * Its body, byte by byte.
   */
  'body': (Buffer);
  /**
   * Number of the set of subscriptions that holds what was wanted when the request came in; 0 when the kernel
   * does not say. The set may still be under way on Watch. The plugin MUST NOT answer by an older set: it waits
   * for this or a later one, or answers UNAVAILABLE.
   */
  'revision': (number);
}
