// Original file: gofer/kernel/v1/pipeline_lifecycle.proto


/**
 * The pipeline to disable.
 */
export interface DisablePipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
}

/**
 * The pipeline to disable.
 */
export interface DisablePipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
}
