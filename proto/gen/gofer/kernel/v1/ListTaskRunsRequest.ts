// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The run whose task runs are wanted.
 */
export interface ListTaskRunsRequestInput {
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
   * Where to go on: next_page_token of the page before.
   */
  'pageToken'?: (string);
}

/**
 * The run whose task runs are wanted.
 */
export interface ListTaskRunsRequest {
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
   * Where to go on: next_page_token of the page before.
   */
  'pageToken': (string);
}
