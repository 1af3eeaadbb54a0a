// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * The log to read.
 */
export interface StreamLogsRequestInput {
  /**
   * Key of the container.
   */
  'key'?: (string);
  /**
   * Cursor of the last chunk that the reader has; empty for the beginning.
   */
  'cursor'?: (Buffer | Uint8Array | string);
  /**
   * Go on until the output is complete.
   */
  'follow'?: (boolean);
}

/**
 * The log to read.
 */
export interface StreamLogsRequest {
  /**
   * Key of the container.
   */
  'key': (string);
  /**
   * Cursor of the last chunk that the reader has; empty for the beginning.
   */
  'cursor': (Buffer);
  /**
   * Go on until the output is complete.
   */
  'follow': (boolean);
}
