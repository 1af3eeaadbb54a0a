// Original file: gofer/kernel/v1/run.proto

import type { RunInput as _gofer_kernel_v1_RunInput, Run as _gofer_kernel_v1_Run } from '../../../gofer/kernel/v1/Run.js';

/**
 * The run that is being cancelled.
 */
export interface CancelRunResponseInput {
  /**
   * The run; it may still be stopping its tasks.
   */
  'run'?: (_gofer_kernel_v1_RunInput | null);
}

/**
 * The run that is being cancelled.
 */
export interface CancelRunResponse {
  /**
   * The run; it may still be stopping its tasks.
   */
  'run': (_gofer_kernel_v1_Run | null);
}
