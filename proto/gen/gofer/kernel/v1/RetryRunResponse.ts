// Original file: gofer/kernel/v1/run.proto

import type { RunInput as _gofer_kernel_v1_RunInput, Run as _gofer_kernel_v1_Run } from '../../../gofer/kernel/v1/Run.js';

/**
 * The new run.
 */
export interface RetryRunResponseInput {
  /**
   * The run, pending or running.
   */
  'run'?: (_gofer_kernel_v1_RunInput | null);
}

/**
 * The new run.
 */
export interface RetryRunResponse {
  /**
   * The run, pending or running.
   */
  'run': (_gofer_kernel_v1_Run | null);
}
