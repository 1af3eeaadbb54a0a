// Original file: gofer/kernel/v1/run.proto

import type { RunInput as _gofer_kernel_v1_RunInput, Run as _gofer_kernel_v1_Run } from '../../../gofer/kernel/v1/Run.js';

/**
 * Some runs.
 */
export interface ListRunsResponseInput {
  /**
   * The runs, newest first.
   */
  'runs'?: (_gofer_kernel_v1_RunInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some runs.
 */
export interface ListRunsResponse {
  /**
   * The runs, newest first.
   */
  'runs': (_gofer_kernel_v1_Run)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}
