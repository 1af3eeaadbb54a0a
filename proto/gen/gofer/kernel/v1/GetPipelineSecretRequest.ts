// Original file: gofer/kernel/v1/store.proto


/**
 * The pipeline's secret to read.
 */
export interface GetPipelineSecretRequestInput {
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
   * Tell the value too.
   */
  'includeValue'?: (boolean);
}

/**
 * The pipeline's secret to read.
 */
export interface GetPipelineSecretRequest {
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
   * Tell the value too.
   */
  'includeValue': (boolean);
}
