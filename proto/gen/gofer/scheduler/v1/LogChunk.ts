// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * The stream a piece came from.
 */
export const _gofer_scheduler_v1_LogChunk_Stream = {
  /**
   * Not set; never sent.
   */
  STREAM_UNSPECIFIED: 'STREAM_UNSPECIFIED',
  /**
   * Standard output.
   */
  STREAM_STDOUT: 'STREAM_STDOUT',
  /**
   * Standard error.
   */
  STREAM_STDERR: 'STREAM_STDERR',
} as const;

/**
 * The stream a piece came from.
 */
export type _gofer_scheduler_v1_LogChunk_StreamInput =
  /**
   * Not set; never sent.
   */
  | 'STREAM_UNSPECIFIED'
  | 0
  /**
   * Standard output.
   */
  | 'STREAM_STDOUT'
  | 1
  /**
   * Standard error.
   */
  | 'STREAM_STDERR'
  | 2

/**
 * The stream a piece came from.
 */
export type _gofer_scheduler_v1_LogChunk_Stream = typeof _gofer_scheduler_v1_LogChunk_Stream[keyof typeof _gofer_scheduler_v1_LogChunk_Stream]

/**
 * A piece of output, at most 64 KiB; it may begin and end inside a line or a character.
 */
export interface LogChunkInput {
  /**
   * The position after this chunk; opaque, at most 256 bytes, valid until Remove.
   */
  'cursor'?: (Buffer | Uint8Array | string);
  /**
   * The stream it came from.
   */
  'stream'?: (_gofer_scheduler_v1_LogChunk_StreamInput);
  /**
   * When it was written, Unix milliseconds, as exactly as the backend knows.
   */
  'writtenAtMs'?: (number | string | Long);
  /**
   * The bytes.
   */
  'data'?: (Buffer | Uint8Array | string);
}

/**
 * A piece of output, at most 64 KiB; it may begin and end inside a line or a character.
 */
export interface LogChunk {
  /**
   * The position after this chunk; opaque, at most 256 bytes, valid until Remove.
   */
  'cursor': (Buffer);
  /**
   * The stream it came from.
   */
  'stream': (_gofer_scheduler_v1_LogChunk_Stream);
  /**
   * When it was written, Unix milliseconds, as exactly as the backend knows.
   */
  'writtenAtMs': (number);
  /**
   * The bytes.
   */
  'data': (Buffer);
}
