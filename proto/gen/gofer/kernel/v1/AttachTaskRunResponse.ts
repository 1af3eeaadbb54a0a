// Original file: gofer/kernel/v1/run.proto


/**
 * Output of a command inside the container of a task.
 */
export interface AttachTaskRunResponseInput {
  /**
   * Bytes of standard output.
   */
  'stdout'?: (Buffer | Uint8Array | string);
  /**
   * Bytes of standard error.
   */
  'stderr'?: (Buffer | Uint8Array | string);
  /**
   * The command ended with this code; the last message. 127 when there is no such program in the container, 126 when
   * it cannot be executed.
   */
  'exitCode'?: (number);
  /**
   * What this message says.
   */
  'event'?: "stdout"|"stderr"|"exitCode";
}

/**
 * Output of a command inside the container of a task.
 */
export interface AttachTaskRunResponse {
  /**
   * Bytes of standard output.
   */
  'stdout'?: (Buffer);
  /**
   * Bytes of standard error.
   */
  'stderr'?: (Buffer);
  /**
   * The command ended with this code; the last message. 127 when there is no such program in the container, 126 when
   * it cannot be executed.
   */
  'exitCode'?: (number);
  /**
   * What this message says.
   */
  'event'?: "stdout"|"stderr"|"exitCode";
}
