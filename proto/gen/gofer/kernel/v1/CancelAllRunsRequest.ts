// Original file: gofer/kernel/v1/run.proto


/**
 * The pipeline whose runs are to be cancelled.
 */
export interface CancelAllRunsRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Kill at once instead of asking first.
   */
  'force'?: (boolean);
}

/**
 * The pipeline whose runs are to be cancelled.
 */
export interface CancelAllRunsRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Kill at once instead of asking first.
   */
  'force': (boolean);
}
