// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * An image that can be started.
 */
export interface PreparedImageInput {
  /**
   * What to put into ContainerSpec.image so that exactly this image runs. Content-addressed where the
   * backend has content-addressed images ("sha256:…").
   */
  'reference'?: (string);
  /**
   * Digest for display and for the record; empty where the backend has none.
   */
  'digest'?: (string);
}

/**
 * An image that can be started.
 */
export interface PreparedImage {
  /**
   * What to put into ContainerSpec.image so that exactly this image runs. Content-addressed where the
   * backend has content-addressed images ("sha256:…").
   */
  'reference': (string);
  /**
   * Digest for display and for the record; empty where the backend has none.
   */
  'digest': (string);
}
