// Original file: gofer/scheduler/v1/scheduler.proto

import type { LogChunkInput as _gofer_scheduler_v1_LogChunkInput, LogChunk as _gofer_scheduler_v1_LogChunk } from '../../../gofer/scheduler/v1/LogChunk.js';

/**
 * All output of a container.
 */
export interface OutputInput {
  /**
   * The chunks in order; none when it wrote nothing.
   */
  'chunks'?: (_gofer_scheduler_v1_LogChunkInput)[];
}

/**
 * All output of a container.
 */
export interface Output {
  /**
   * The chunks in order; none when it wrote nothing.
   */
  'chunks': (_gofer_scheduler_v1_LogChunk)[];
}
