// Original file: gofer/task/v1/task.proto


/**
 * The execution to join.
 */
export interface AttachRequestInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * Cursor of the last event that the reader has; empty for the beginning.
   */
  'cursor'?: (Buffer | Uint8Array | string);
}

/**
 * The execution to join.
 */
export interface AttachRequest {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * Cursor of the last event that the reader has; empty for the beginning.
   */
  'cursor': (Buffer);
}
