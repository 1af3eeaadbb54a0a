// Original file: gofer/kernel/v1/store.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Which of a run's objects to list.
 */
export interface ListRunObjectsRequestInput {
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
   * Most items to return.
   */
  'pageSize'?: (number);
  /**
   * Where to go on.
   */
  'pageToken'?: (string);
}

/**
 * Which of a run's objects to list.
 */
export interface ListRunObjectsRequest {
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
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on.
   */
  'pageToken': (string);
}
