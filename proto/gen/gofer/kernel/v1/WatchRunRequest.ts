// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The run to watch.
 */
export interface WatchRunRequestInput {
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
   * Only the run, without its task runs.
   */
  'runOnly'?: (boolean);
}

/**
 * The run to watch.
 */
export interface WatchRunRequest {
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
   * Only the run, without its task runs.
   */
  'runOnly': (boolean);
}
