// Original file: gofer/kernel/v1/store.proto


/**
 * Which of a pipeline's secrets to list.
 */
export interface ListPipelineSecretsRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Most items to return.
   */
  'pageSize'?: (number);
  /**
   * Where to go on.
   */
  'pageToken'?: (string);
}

/**
 * Which of a pipeline's secrets to list.
 */
export interface ListPipelineSecretsRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on.
   */
  'pageToken': (string);
}
