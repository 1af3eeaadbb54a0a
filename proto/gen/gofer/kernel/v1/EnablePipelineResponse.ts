// Original file: gofer/kernel/v1/pipeline_lifecycle.proto


/**
 * The pipeline is enabled.
 */
export interface EnablePipelineResponseInput {
  /**
   * It was disabled before.
   */
  'changed'?: (boolean);
}

/**
 * The pipeline is enabled.
 */
export interface EnablePipelineResponse {
  /**
   * It was disabled before.
   */
  'changed': (boolean);
}
