// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The run to repeat.
 */
export interface RetryRunRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Id of the run.
   */
  'runId'?: (number | string | Long);
  /**
   * Keep what was successful.
   */
  'onlyFailed'?: (boolean);
}

/**
 * The run to repeat.
 */
export interface RetryRunRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Id of the run.
   */
  'runId': (number);
  /**
   * Keep what was successful.
   */
  'onlyFailed': (boolean);
}
