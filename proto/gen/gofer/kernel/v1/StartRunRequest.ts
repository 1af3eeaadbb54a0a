// Original file: gofer/kernel/v1/run.proto


/**
 * A run to start.
 */
export interface StartRunRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Variables for every task of the run; the pipeline's own win over them. Taken literally: nothing in
   * them is substituted.
   */
  'variables'?: ({[key: string]: string});
}

/**
 * A run to start.
 */
export interface StartRunRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Variables for every task of the run; the pipeline's own win over them. Taken literally: nothing in
   * them is substituted.
   */
  'variables': ({[key: string]: string});
}
