// Original file: gofer/kernel/v1/run.proto

import type { RunStatusInput as _gofer_kernel_v1_RunStatusInput, RunStatus as _gofer_kernel_v1_RunStatus } from '../../../gofer/kernel/v1/RunStatus.js';

/**
 * Which runs to list.
 */
export interface ListRunsRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline; empty means all pipelines of the namespace.
   */
  'pipelineId'?: (string);
  /**
   * Most items to return.
   */
  'pageSize'?: (number);
  /**
   * Where to go on.
   */
  'pageToken'?: (string);
  /**
   * Only runs that ended like this; UNSPECIFIED means all.
   */
  'status'?: (_gofer_kernel_v1_RunStatusInput);
}

/**
 * Which runs to list.
 */
export interface ListRunsRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline; empty means all pipelines of the namespace.
   */
  'pipelineId': (string);
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on.
   */
  'pageToken': (string);
  /**
   * Only runs that ended like this; UNSPECIFIED means all.
   */
  'status': (_gofer_kernel_v1_RunStatus);
}
