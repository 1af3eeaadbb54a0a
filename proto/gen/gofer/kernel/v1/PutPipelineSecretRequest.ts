// Original file: gofer/kernel/v1/store.proto


/**
 * A secret of a pipeline to store.
 */
export interface PutPipelineSecretRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Key of the secret.
   */
  'key'?: (string);
  /**
   * Its value, at most 1 MiB.
   */
  'value'?: (Buffer | Uint8Array | string);
  /**
   * Replace the secret when it exists.
   */
  'force'?: (boolean);
}

/**
 * A secret of a pipeline to store.
 */
export interface PutPipelineSecretRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Key of the secret.
   */
  'key': (string);
  /**
   * Its value, at most 1 MiB.
   */
  'value': (Buffer);
  /**
   * Replace the secret when it exists.
   */
  'force': (boolean);
}
