// Original file: gofer/scheduler/v1/scheduler.proto

import type { TerminalSizeInput as _gofer_scheduler_v1_TerminalSizeInput, TerminalSize as _gofer_scheduler_v1_TerminalSize } from '../../../gofer/scheduler/v1/TerminalSize.js';

/**
 * A command to run inside a container.
 */
export interface ExecStartInput {
  /**
   * Key of the container.
   */
  'key'?: (string);
  /**
   * Program and arguments.
   */
  'command'?: (string)[];
  /**
   * Allocate a terminal; standard error is then part of standard output.
   */
  'tty'?: (boolean);
  /**
   * Size of the terminal at the start.
   */
  'size'?: (_gofer_scheduler_v1_TerminalSizeInput | null);
}

/**
 * A command to run inside a container.
 */
export interface ExecStart {
  /**
   * Key of the container.
   */
  'key': (string);
  /**
   * Program and arguments.
   */
  'command': (string)[];
  /**
   * Allocate a terminal; standard error is then part of standard output.
   */
  'tty': (boolean);
  /**
   * Size of the terminal at the start.
   */
  'size': (_gofer_scheduler_v1_TerminalSize | null);
}
