// Original file: gofer/scheduler/v1/scheduler.proto

import type { OutputInput as _gofer_scheduler_v1_OutputInput, Output as _gofer_scheduler_v1_Output } from '../../../gofer/scheduler/v1/Output.js';
import type { Long } from '@grpc/proto-loader';

// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * Why it ended.
 */
export const _gofer_scheduler_v1_ExitResult_Reason = {
  /**
   * Not set; never sent.
   */
  REASON_UNSPECIFIED: 'REASON_UNSPECIFIED',
  /**
   * By itself; exit_code says how.
   */
  REASON_EXITED: 'REASON_EXITED',
  /**
   * By a signal that the plugin did not send.
   */
  REASON_SIGNALED: 'REASON_SIGNALED',
  /**
   * Killed because it used more memory than it may.
   */
  REASON_OUT_OF_MEMORY: 'REASON_OUT_OF_MEMORY',
  /**
   * Killed because its wall time was over.
   */
  REASON_TIMEOUT: 'REASON_TIMEOUT',
  /**
   * Ended after a Stop.
   */
  REASON_STOPPED: 'REASON_STOPPED',
  /**
   * Never ran: the command does not exist, is not executable, or the backend could not set it up.
   */
  REASON_START_ERROR: 'REASON_START_ERROR',
  /**
   * Taken away by the backend.
   */
  REASON_EVICTED: 'REASON_EVICTED',
  /**
   * The backend cannot say how it ended. Not a failure of the container: the kernel decides.
   */
  REASON_LOST: 'REASON_LOST',
} as const;

/**
 * Why it ended.
 */
export type _gofer_scheduler_v1_ExitResult_ReasonInput =
  /**
   * Not set; never sent.
   */
  | 'REASON_UNSPECIFIED'
  | 0
  /**
   * By itself; exit_code says how.
   */
  | 'REASON_EXITED'
  | 1
  /**
   * By a signal that the plugin did not send.
   */
  | 'REASON_SIGNALED'
  | 2
  /**
   * Killed because it used more memory than it may.
   */
  | 'REASON_OUT_OF_MEMORY'
  | 3
  /**
   * Killed because its wall time was over.
   */
  | 'REASON_TIMEOUT'
  | 4
  /**
   * Ended after a Stop.
   */
  | 'REASON_STOPPED'
  | 5
  /**
   * Never ran: the command does not exist, is not executable, or the backend could not set it up.
   */
  | 'REASON_START_ERROR'
  | 6
  /**
   * Taken away by the backend.
   */
  | 'REASON_EVICTED'
  | 7
  /**
   * The backend cannot say how it ended. Not a failure of the container: the kernel decides.
   */
  | 'REASON_LOST'
  | 8

/**
 * Why it ended.
 */
export type _gofer_scheduler_v1_ExitResult_Reason = typeof _gofer_scheduler_v1_ExitResult_Reason[keyof typeof _gofer_scheduler_v1_ExitResult_Reason]

/**
 * How a container ended.
 */
export interface ExitResultInput {
  /**
   * Why it ended.
   */
  'reason'?: (_gofer_scheduler_v1_ExitResult_ReasonInput);
  /**
   * Exit code of the main process; absent when there is none (LOST, START_ERROR of some kinds).
   */
  'exitCode'?: (number);
  /**
   * Signal that ended the main process ("SIGKILL"); empty when none did.
   */
  'signal'?: (string);
  /**
   * When the main process started, Unix milliseconds; 0 when it never did.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * When it ended, Unix milliseconds.
   */
  'finishedAtMs'?: (number | string | Long);
  /**
   * One sentence for a person; empty when there is nothing to add.
   */
  'message'?: (string);
  /**
   * All output of the container, when the plugin has it at hand and it is at most 16 KiB: the kernel then
   * calls no StreamLogs, which costs more than a short task. May always be left out; absent means "ask".
   */
  'output'?: (_gofer_scheduler_v1_OutputInput | null);
  '_exitCode'?: "exitCode";
}

/**
 * How a container ended.
 */
export interface ExitResult {
  /**
   * Why it ended.
   */
  'reason': (_gofer_scheduler_v1_ExitResult_Reason);
  /**
   * Exit code of the main process; absent when there is none (LOST, START_ERROR of some kinds).
   */
  'exitCode'?: (number);
  /**
   * Signal that ended the main process ("SIGKILL"); empty when none did.
   */
  'signal': (string);
  /**
   * When the main process started, Unix milliseconds; 0 when it never did.
   */
  'startedAtMs': (number);
  /**
   * When it ended, Unix milliseconds.
   */
  'finishedAtMs': (number);
  /**
   * One sentence for a person; empty when there is nothing to add.
   */
  'message': (string);
  /**
   * All output of the container, when the plugin has it at hand and it is at most 16 KiB: the kernel then
   * calls no StreamLogs, which costs more than a short task. May always be left out; absent means "ask".
   */
  'output': (_gofer_scheduler_v1_Output | null);
  '_exitCode'?: "exitCode";
}
