// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * Opens the event stream.
 */
export interface WatchEventsRequestInput {
  /**
   * The token of the last message that the kernel saw; empty to start with now.
   */
  'resumeToken'?: (Buffer | Uint8Array | string);
}

/**
 * Opens the event stream.
 */
export interface WatchEventsRequest {
  /**
   * The token of the last message that the kernel saw; empty to start with now.
   */
  'resumeToken': (Buffer);
}
