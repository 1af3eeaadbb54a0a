// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * A batch of things to remove.
 */
export interface RemoveRequestInput {
  /**
   * Keys of containers.
   */
  'keys'?: (string)[];
  /**
   * Names of run sandboxes (Network.sandbox) that are no longer needed.
   */
  'sandboxes'?: (string)[];
}

/**
 * A batch of things to remove.
 */
export interface RemoveRequest {
  /**
   * Keys of containers.
   */
  'keys': (string)[];
  /**
   * Names of run sandboxes (Network.sandbox) that are no longer needed.
   */
  'sandboxes': (string)[];
}
