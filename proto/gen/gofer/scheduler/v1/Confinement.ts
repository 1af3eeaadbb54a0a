// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * How a container is kept from harm that it might do.
 */
export interface ConfinementInput {
  /**
   * Nothing of the image can be written; /tmp is empty and in memory.
   */
  'readOnlyRoot'?: (boolean);
  /**
   * No capabilities, and none to be gained by programs that change their user.
   */
  'noCapabilities'?: (boolean);
  /**
   * "uid:gid" in numbers, to run as; empty is the image's user.
   */
  'user'?: (string);
}

/**
 * How a container is kept from harm that it might do.
 */
export interface Confinement {
  /**
   * Nothing of the image can be written; /tmp is empty and in memory.
   */
  'readOnlyRoot': (boolean);
  /**
   * No capabilities, and none to be gained by programs that change their user.
   */
  'noCapabilities': (boolean);
  /**
   * "uid:gid" in numbers, to run as; empty is the image's user.
   */
  'user': (string);
}
