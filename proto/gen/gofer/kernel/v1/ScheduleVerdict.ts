// Original file: gofer/kernel/v1/triggers.proto

import type { Long } from '@grpc/proto-loader';

// Original file: gofer/kernel/v1/triggers.proto

/**
 * How it ended.
 */
export const _gofer_kernel_v1_ScheduleVerdict_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
  /**
   * There is a run, made within a second.
   */
  KIND_ON_TIME: 'KIND_ON_TIME',
  /**
   * There is a run, made later than that.
   */
  KIND_LATE: 'KIND_LATE',
  /**
   * Left out on purpose; the reason says why.
   */
  KIND_SKIPPED: 'KIND_SKIPPED',
  /**
   * Its time passed while nobody was there, and the misfire policy does not make up for it.
   */
  KIND_MISSED: 'KIND_MISSED',
} as const;

/**
 * How it ended.
 */
export type _gofer_kernel_v1_ScheduleVerdict_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * There is a run, made within a second.
   */
  | 'KIND_ON_TIME'
  | 1
  /**
   * There is a run, made later than that.
   */
  | 'KIND_LATE'
  | 2
  /**
   * Left out on purpose; the reason says why.
   */
  | 'KIND_SKIPPED'
  | 3
  /**
   * Its time passed while nobody was there, and the misfire policy does not make up for it.
   */
  | 'KIND_MISSED'
  | 4

/**
 * How it ended.
 */
export type _gofer_kernel_v1_ScheduleVerdict_Kind = typeof _gofer_kernel_v1_ScheduleVerdict_Kind[keyof typeof _gofer_kernel_v1_ScheduleVerdict_Kind]

/**
 * How one expected fire of a schedule ended. There is exactly one for each.
 */
export interface ScheduleVerdictInput {
  /**
   * The expected time, Unix milliseconds.
   */
  'expectedAtMs'?: (number | string | Long);
  /**
   * How it ended.
   */
  'kind'?: (_gofer_kernel_v1_ScheduleVerdict_KindInput);
  /**
   * How much later than expected, in milliseconds; 0 unless it is late.
   */
  'lateMs'?: (number | string | Long);
  /**
   * The run that it made; 0 when it made none, or waits for the end of another.
   */
  'runId'?: (number | string | Long);
  /**
   * Why there is no run.
   */
  'reason'?: (string);
}

/**
 * How one expected fire of a schedule ended. There is exactly one for each.
 */
export interface ScheduleVerdict {
  /**
   * The expected time, Unix milliseconds.
   */
  'expectedAtMs': (number);
  /**
   * How it ended.
   */
  'kind': (_gofer_kernel_v1_ScheduleVerdict_Kind);
  /**
   * How much later than expected, in milliseconds; 0 unless it is late.
   */
  'lateMs': (number);
  /**
   * The run that it made; 0 when it made none, or waits for the end of another.
   */
  'runId': (number);
  /**
   * Why there is no run.
   */
  'reason': (string);
}
