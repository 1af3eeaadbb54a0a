// Original file: gofer/trigger/v1/trigger.proto

import type { Long } from '@grpc/proto-loader';

// Original file: gofer/trigger/v1/trigger.proto

/**
 * What became of it.
 */
export const _gofer_trigger_v1_Verdict_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
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
 * What became of it.
 */
export type _gofer_trigger_v1_Verdict_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * Left out on purpose; the reason says why.
   */
  | 'KIND_SKIPPED'
  | 1
  /**
   * Its time passed while nobody was there, and the misfire policy does not make up for it.
   */
  | 'KIND_MISSED'
  | 2

/**
 * What became of it.
 */
export type _gofer_trigger_v1_Verdict_Kind = typeof _gofer_trigger_v1_Verdict_Kind[keyof typeof _gofer_trigger_v1_Verdict_Kind]

/**
 * What became of an expected fire. A firing with expected_at_ms is a verdict of its own: on time or late.
 */
export interface VerdictInput {
  /**
   * Id of the subscription.
   */
  'subscriptionId'?: (string);
  /**
   * The expected time, Unix milliseconds.
   */
  'expectedAtMs'?: (number | string | Long);
  /**
   * What became of it.
   */
  'kind'?: (_gofer_trigger_v1_Verdict_KindInput);
  /**
   * Why, for a person.
   */
  'reason'?: (string);
}

/**
 * What became of an expected fire. A firing with expected_at_ms is a verdict of its own: on time or late.
 */
export interface Verdict {
  /**
   * Id of the subscription.
   */
  'subscriptionId': (string);
  /**
   * The expected time, Unix milliseconds.
   */
  'expectedAtMs': (number);
  /**
   * What became of it.
   */
  'kind': (_gofer_trigger_v1_Verdict_Kind);
  /**
   * Why, for a person.
   */
  'reason': (string);
}
