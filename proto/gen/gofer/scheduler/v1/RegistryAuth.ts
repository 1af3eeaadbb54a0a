// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * Credentials of an image registry.
 */
export interface RegistryAuthInput {
  /**
   * User name.
   */
  'username'?: (string);
  /**
   * Password or token.
   */
  'password'?: (string);
}

/**
 * Credentials of an image registry.
 */
export interface RegistryAuth {
  /**
   * User name.
   */
  'username': (string);
  /**
   * Password or token.
   */
  'password': (string);
}
