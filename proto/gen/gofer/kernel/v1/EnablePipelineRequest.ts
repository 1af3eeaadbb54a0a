// Original file: gofer/kernel/v1/pipeline_lifecycle.proto


/**
 * The pipeline to enable.
 */
export interface EnablePipelineRequestInput {
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
 * The pipeline to enable.
 */
export interface EnablePipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
}
