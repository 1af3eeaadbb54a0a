// Original file: gofer/kernel/v1/pipeline_lifecycle.proto


/**
 * The pipeline is disabled.
 */
export interface DisablePipelineResponseInput {
  /**
   * It was enabled before.
   */
  'changed'?: (boolean);
}

/**
 * The pipeline is disabled.
 */
export interface DisablePipelineResponse {
  /**
   * It was enabled before.
   */
  'changed': (boolean);
}
