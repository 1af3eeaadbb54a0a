// Original file: gofer/scheduler/v1/scheduler.proto

import type { ExecStartInput as _gofer_scheduler_v1_ExecStartInput, ExecStart as _gofer_scheduler_v1_ExecStart } from '../../../gofer/scheduler/v1/ExecStart.js';
import type { TerminalSizeInput as _gofer_scheduler_v1_TerminalSizeInput, TerminalSize as _gofer_scheduler_v1_TerminalSize } from '../../../gofer/scheduler/v1/TerminalSize.js';

/**
 * Input of Exec.
 */
export interface ExecRequestInput {
  /**
   * The command; the first message.
   */
  'start'?: (_gofer_scheduler_v1_ExecStartInput | null);
  /**
   * Bytes for its standard input.
   */
  'stdin'?: (Buffer | Uint8Array | string);
  /**
   * The terminal has a new size.
   */
  'resize'?: (_gofer_scheduler_v1_TerminalSizeInput | null);
  /**
   * Standard input ends.
   */
  'stdinEof'?: (boolean);
  /**
   * What this message says.
   */
  'event'?: "start"|"stdin"|"resize"|"stdinEof";
}

/**
 * Input of Exec.
 */
export interface ExecRequest {
  /**
   * The command; the first message.
   */
  'start'?: (_gofer_scheduler_v1_ExecStart | null);
  /**
   * Bytes for its standard input.
   */
  'stdin'?: (Buffer);
  /**
   * The terminal has a new size.
   */
  'resize'?: (_gofer_scheduler_v1_TerminalSize | null);
  /**
   * Standard input ends.
   */
  'stdinEof'?: (boolean);
  /**
   * What this message says.
   */
  'event'?: "start"|"stdin"|"resize"|"stdinEof";
}
