// Original file: gofer/kernel/v1/run.proto

import type { TerminalSizeInput as _gofer_kernel_v1_TerminalSizeInput, TerminalSize as _gofer_kernel_v1_TerminalSize } from '../../../gofer/kernel/v1/TerminalSize.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A command to run inside the container of a task.
 */
export interface AttachStartInput {
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
   * Id of the task.
   */
  'taskId'?: (string);
  /**
   * Attempt, from 1; 0 means the last one.
   */
  'attempt'?: (number);
  /**
   * Program and arguments; no shell is put around them.
   */
  'command'?: (string)[];
  /**
   * Allocate a terminal; standard error is then part of standard output.
   */
  'tty'?: (boolean);
  /**
   * Size of the terminal at the start; absent leaves it to the scheduler.
   */
  'size'?: (_gofer_kernel_v1_TerminalSizeInput | null);
}

/**
 * A command to run inside the container of a task.
 */
export interface AttachStart {
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
   * Id of the task.
   */
  'taskId': (string);
  /**
   * Attempt, from 1; 0 means the last one.
   */
  'attempt': (number);
  /**
   * Program and arguments; no shell is put around them.
   */
  'command': (string)[];
  /**
   * Allocate a terminal; standard error is then part of standard output.
   */
  'tty': (boolean);
  /**
   * Size of the terminal at the start; absent leaves it to the scheduler.
   */
  'size': (_gofer_kernel_v1_TerminalSize | null);
}
