// Original file: gofer/kernel/v1/store.proto


/**
 * The pipeline's object to delete.
 */
export interface DeletePipelineObjectRequestInput {
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
 * The pipeline's object to delete.
 */
export interface DeletePipelineObjectRequest {
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
