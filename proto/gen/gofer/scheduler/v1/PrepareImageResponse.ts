// Original file: gofer/scheduler/v1/scheduler.proto

import type { PullProgressInput as _gofer_scheduler_v1_PullProgressInput, PullProgress as _gofer_scheduler_v1_PullProgress } from '../../../gofer/scheduler/v1/PullProgress.js';
import type { PreparedImageInput as _gofer_scheduler_v1_PreparedImageInput, PreparedImage as _gofer_scheduler_v1_PreparedImage } from '../../../gofer/scheduler/v1/PreparedImage.js';

/**
 * Progress of PrepareImage, or its result.
 */
export interface PrepareImageResponseInput {
  /**
   * The work goes on.
   */
  'progress'?: (_gofer_scheduler_v1_PullProgressInput | null);
  /**
   * The work is done; the last message.
   */
  'prepared'?: (_gofer_scheduler_v1_PreparedImageInput | null);
  /**
   * What this message says.
   */
  'event'?: "progress"|"prepared";
}

/**
 * Progress of PrepareImage, or its result.
 */
export interface PrepareImageResponse {
  /**
   * The work goes on.
   */
  'progress'?: (_gofer_scheduler_v1_PullProgress | null);
  /**
   * The work is done; the last message.
   */
  'prepared'?: (_gofer_scheduler_v1_PreparedImage | null);
  /**
   * What this message says.
   */
  'event'?: "progress"|"prepared";
}
