// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The task run to get.
 */
export interface GetTaskRunRequestInput {
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
   * Attempt, from 1; 0 means the last one.
   */
  'attempt'?: (number);
}

/**
 * The task run to get.
 */
export interface GetTaskRunRequest {
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
   * Attempt, from 1; 0 means the last one.
   */
  'attempt': (number);
}
