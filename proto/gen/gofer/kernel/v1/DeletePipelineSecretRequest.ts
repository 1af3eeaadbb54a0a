// Original file: gofer/kernel/v1/store.proto


/**
 * The pipeline's secret to delete.
 */
export interface DeletePipelineSecretRequestInput {
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
}

/**
 * The pipeline's secret to delete.
 */
export interface DeletePipelineSecretRequest {
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
}
