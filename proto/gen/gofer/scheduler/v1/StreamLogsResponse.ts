// Original file: gofer/scheduler/v1/scheduler.proto

import type { LogChunkInput as _gofer_scheduler_v1_LogChunkInput, LogChunk as _gofer_scheduler_v1_LogChunk } from '../../../gofer/scheduler/v1/LogChunk.js';

/**
 * Some output of a container.
 */
export interface StreamLogsResponseInput {
  /**
   * Chunks in order; several small ones share a message.
   */
  'chunks'?: (_gofer_scheduler_v1_LogChunkInput)[];
  /**
   * The output is complete, and this is the last message.
   */
  'eof'?: (boolean);
}

/**
 * Some output of a container.
 */
export interface StreamLogsResponse {
  /**
   * Chunks in order; several small ones share a message.
   */
  'chunks': (_gofer_scheduler_v1_LogChunk)[];
  /**
   * The output is complete, and this is the last message.
   */
  'eof': (boolean);
}
