// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * The container to look at.
 */
export interface InspectRequestInput {
  /**
   * Its key.
   */
  'key'?: (string);
}

/**
 * The container to look at.
 */
export interface InspectRequest {
  /**
   * Its key.
   */
  'key': (string);
}
