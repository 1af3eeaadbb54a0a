// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * A directory of the host inside the container.
 */
export interface MountInput {
  /**
   * Absolute path on the host; it must exist.
   */
  'hostPath'?: (string);
  /**
   * Absolute path in the container.
   */
  'containerPath'?: (string);
  /**
   * Refuse writes.
   */
  'readOnly'?: (boolean);
}

/**
 * A directory of the host inside the container.
 */
export interface Mount {
  /**
   * Absolute path on the host; it must exist.
   */
  'hostPath': (string);
  /**
   * Absolute path in the container.
   */
  'containerPath': (string);
  /**
   * Refuse writes.
   */
  'readOnly': (boolean);
}
