// Original file: gofer/kernel/v1/triggers.proto


/**
 * Whose schedule to get.
 */
export interface GetScheduleRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Next fires and last verdicts to tell of each subscription, 1 to 100; 0 means 10.
   */
  'count'?: (number);
}

/**
 * Whose schedule to get.
 */
export interface GetScheduleRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Next fires and last verdicts to tell of each subscription, 1 to 100; 0 means 10.
   */
  'count': (number);
}
