// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The runs that are being cancelled.
 */
export interface CancelAllRunsResponseInput {
  /**
   * Their ids, oldest first; they may still be stopping their tasks.
   */
  'runIds'?: (number | string | Long)[];
}

/**
 * The runs that are being cancelled.
 */
export interface CancelAllRunsResponse {
  /**
   * Their ids, oldest first; they may still be stopping their tasks.
   */
  'runIds': (number)[];
}
