// Original file: gofer/kernel/v1/run.proto

import type { AttachStartInput as _gofer_kernel_v1_AttachStartInput, AttachStart as _gofer_kernel_v1_AttachStart } from '../../../gofer/kernel/v1/AttachStart.js';
import type { TerminalSizeInput as _gofer_kernel_v1_TerminalSizeInput, TerminalSize as _gofer_kernel_v1_TerminalSize } from '../../../gofer/kernel/v1/TerminalSize.js';

/**
 * Input of a command inside the container of a task.
 */
export interface AttachTaskRunRequestInput {
  /**
   * The command; the first message.
   */
  'start'?: (_gofer_kernel_v1_AttachStartInput | null);
  /**
   * Bytes for its standard input, at most 256 KiB.
   */
  'stdin'?: (Buffer | Uint8Array | string);
  /**
   * The terminal has a new size.
   */
  'resize'?: (_gofer_kernel_v1_TerminalSizeInput | null);
  /**
   * Standard input ends; so does it when there are no more requests.
   */
  'stdinEof'?: (boolean);
  /**
   * What this message says.
   */
  'event'?: "start"|"stdin"|"resize"|"stdinEof";
}

/**
 * Input of a command inside the container of a task.
 */
export interface AttachTaskRunRequest {
  /**
   * The command; the first message.
   */
  'start'?: (_gofer_kernel_v1_AttachStart | null);
  /**
   * Bytes for its standard input, at most 256 KiB.
   */
  'stdin'?: (Buffer);
  /**
   * The terminal has a new size.
   */
  'resize'?: (_gofer_kernel_v1_TerminalSize | null);
  /**
   * Standard input ends; so does it when there are no more requests.
   */
  'stdinEof'?: (boolean);
  /**
   * What this message says.
   */
  'event'?: "start"|"stdin"|"resize"|"stdinEof";
}
