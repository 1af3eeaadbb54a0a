// Original file: gofer/trigger/v1/trigger.proto

/**
 * What happens to a firing while a run of the same subscription is live.
 */
export const Overlap = {
  /**
   * The same as allow.
   */
  OVERLAP_UNSPECIFIED: 'OVERLAP_UNSPECIFIED',
  /**
   * The new run starts beside the others.
   */
  OVERLAP_ALLOW: 'OVERLAP_ALLOW',
  /**
   * There is no new run; the verdict is skipped.
   */
  OVERLAP_SKIP: 'OVERLAP_SKIP',
  /**
   * The new run is made when the others have ended, one after the other.
   */
  OVERLAP_QUEUE: 'OVERLAP_QUEUE',
  /**
   * The new run starts, and the others are cancelled.
   */
  OVERLAP_CANCEL_PREVIOUS: 'OVERLAP_CANCEL_PREVIOUS',
} as const;

/**
 * What happens to a firing while a run of the same subscription is live.
 */
export type OverlapInput =
  /**
   * The same as allow.
   */
  | 'OVERLAP_UNSPECIFIED'
  | 0
  /**
   * The new run starts beside the others.
   */
  | 'OVERLAP_ALLOW'
  | 1
  /**
   * There is no new run; the verdict is skipped.
   */
  | 'OVERLAP_SKIP'
  | 2
  /**
   * The new run is made when the others have ended, one after the other.
   */
  | 'OVERLAP_QUEUE'
  | 3
  /**
   * The new run starts, and the others are cancelled.
   */
  | 'OVERLAP_CANCEL_PREVIOUS'
  | 4

/**
 * What happens to a firing while a run of the same subscription is live.
 */
export type Overlap = typeof Overlap[keyof typeof Overlap]
