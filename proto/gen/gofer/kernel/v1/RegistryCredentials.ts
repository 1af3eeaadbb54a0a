// Original file: gofer/kernel/v1/pipeline_config.proto


/**
 * Credentials of an image registry.
 */
export interface RegistryCredentialsInput {
  /**
   * User name.
   */
  'username'?: (string);
  /**
   * Password: a reference such as pipeline_secret{{key}}.
   */
  'password'?: (string);
}

/**
 * Credentials of an image registry.
 */
export interface RegistryCredentials {
  /**
   * User name.
   */
  'username': (string);
  /**
   * Password: a reference such as pipeline_secret{{key}}.
   */
  'password': (string);
}
