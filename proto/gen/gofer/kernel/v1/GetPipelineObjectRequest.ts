// Original file: gofer/kernel/v1/store.proto


/**
 * The pipeline's object to read.
 */
export interface GetPipelineObjectRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Key of the object.
   */
  'key'?: (string);
}

/**
 * The pipeline's object to read.
 */
export interface GetPipelineObjectRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Key of the object.
   */
  'key': (string);
}
