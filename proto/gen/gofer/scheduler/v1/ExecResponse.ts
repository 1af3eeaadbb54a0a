// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * Output of Exec.
 */
export interface ExecResponseInput {
  /**
   * Bytes of standard output.
   */
  'stdout'?: (Buffer | Uint8Array | string);
  /**
   * Bytes of standard error.
   */
  'stderr'?: (Buffer | Uint8Array | string);
  /**
   * The command ended with this code; the last message.
   */
  'exitCode'?: (number);
  /**
   * What this message says.
   */
  'event'?: "stdout"|"stderr"|"exitCode";
}

/**
 * Output of Exec.
 */
export interface ExecResponse {
  /**
   * Bytes of standard output.
   */
  'stdout'?: (Buffer);
  /**
   * Bytes of standard error.
   */
  'stderr'?: (Buffer);
  /**
   * The command ended with this code; the last message.
   */
  'exitCode'?: (number);
  /**
   * What this message says.
   */
  'event'?: "stdout"|"stderr"|"exitCode";
}
