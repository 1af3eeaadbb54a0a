// Original file: gofer/kernel/v1/run.proto

import type { RunInput as _gofer_kernel_v1_RunInput, Run as _gofer_kernel_v1_Run } from '../../../gofer/kernel/v1/Run.js';

/**
 * One run.
 */
export interface GetRunResponseInput {
  /**
   * The run.
   */
  'run'?: (_gofer_kernel_v1_RunInput | null);
}

/**
 * One run.
 */
export interface GetRunResponse {
  /**
   * The run.
   */
  'run': (_gofer_kernel_v1_Run | null);
}
