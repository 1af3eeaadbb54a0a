// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The task to cancel.
 */
export interface CancelTaskRunRequestInput {
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
   * Id of the task.
   */
  'taskId'?: (string);
  /**
   * Kill at once instead of asking first.
   */
  'force'?: (boolean);
}

/**
 * The task to cancel.
 */
export interface CancelTaskRunRequest {
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
   * Id of the task.
   */
  'taskId': (string);
  /**
   * Kill at once instead of asking first.
   */
  'force': (boolean);
}
