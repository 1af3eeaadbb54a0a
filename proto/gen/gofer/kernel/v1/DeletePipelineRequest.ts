// Original file: gofer/kernel/v1/pipeline_lifecycle.proto


/**
 * The pipeline to delete.
 */
export interface DeletePipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Cancel its runs that are not complete, and wait for their end.
   */
  'force'?: (boolean);
}

/**
 * The pipeline to delete.
 */
export interface DeletePipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Cancel its runs that are not complete, and wait for their end.
   */
  'force': (boolean);
}
