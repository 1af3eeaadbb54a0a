// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Which output to read.
 */
export interface StreamLogsRequestInput {
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
   * Id of the task; empty means all tasks.
   */
  'taskId'?: (string);
  /**
   * Attempt, from 1; 0 means all attempts.
   */
  'attempt'?: (number);
  /**
   * Go on until everything has ended and been read.
   */
  'follow'?: (boolean);
  /**
   * Only the last so many lines of each attempt that has ended, and what comes after them; 0 means all.
   */
  'tailLines'?: (number);
}

/**
 * Which output to read.
 */
export interface StreamLogsRequest {
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
   * Id of the task; empty means all tasks.
   */
  'taskId': (string);
  /**
   * Attempt, from 1; 0 means all attempts.
   */
  'attempt': (number);
  /**
   * Go on until everything has ended and been read.
   */
  'follow': (boolean);
  /**
   * Only the last so many lines of each attempt that has ended, and what comes after them; 0 means all.
   */
  'tailLines': (number);
}
