// Original file: gofer/task/v1/task.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What an execution belongs to.
 */
export interface TaskOriginInput {
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
}

/**
 * What an execution belongs to.
 */
export interface TaskOrigin {
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
}
