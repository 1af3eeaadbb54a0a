// Original file: gofer/scheduler/v1/scheduler.proto


// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * How it is kept.
 */
export const _gofer_scheduler_v1_LimitEnforcement_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
  /**
   * Kept exactly.
   */
  KIND_ENFORCED: 'KIND_ENFORCED',
  /**
   * Kept roughly, or later than asked.
   */
  KIND_APPROXIMATED: 'KIND_APPROXIMATED',
  /**
   * Not kept.
   */
  KIND_IGNORED: 'KIND_IGNORED',
} as const;

/**
 * How it is kept.
 */
export type _gofer_scheduler_v1_LimitEnforcement_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * Kept exactly.
   */
  | 'KIND_ENFORCED'
  | 1
  /**
   * Kept roughly, or later than asked.
   */
  | 'KIND_APPROXIMATED'
  | 2
  /**
   * Not kept.
   */
  | 'KIND_IGNORED'
  | 3

/**
 * How it is kept.
 */
export type _gofer_scheduler_v1_LimitEnforcement_Kind = typeof _gofer_scheduler_v1_LimitEnforcement_Kind[keyof typeof _gofer_scheduler_v1_LimitEnforcement_Kind]

/**
 * How one limit is kept.
 */
export interface LimitEnforcementInput {
  /**
   * Name of the field of Limits, for example "memory_bytes".
   */
  'limit'?: (string);
  /**
   * How it is kept.
   */
  'kind'?: (_gofer_scheduler_v1_LimitEnforcement_KindInput);
}

/**
 * How one limit is kept.
 */
export interface LimitEnforcement {
  /**
   * Name of the field of Limits, for example "memory_bytes".
   */
  'limit': (string);
  /**
   * How it is kept.
   */
  'kind': (_gofer_scheduler_v1_LimitEnforcement_Kind);
}
