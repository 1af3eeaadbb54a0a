// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * When an image is fetched.
 */
export const PullPolicy = {
  /**
   * Not set; treated as IF_NOT_PRESENT.
   */
  PULL_POLICY_UNSPECIFIED: 'PULL_POLICY_UNSPECIFIED',
  /**
   * Only when the backend has no image of this name.
   */
  PULL_POLICY_IF_NOT_PRESENT: 'PULL_POLICY_IF_NOT_PRESENT',
  /**
   * Always ask the registry what the name means now.
   */
  PULL_POLICY_ALWAYS: 'PULL_POLICY_ALWAYS',
  /**
   * Never; a missing image is NOT_FOUND.
   */
  PULL_POLICY_NEVER: 'PULL_POLICY_NEVER',
} as const;

/**
 * When an image is fetched.
 */
export type PullPolicyInput =
  /**
   * Not set; treated as IF_NOT_PRESENT.
   */
  | 'PULL_POLICY_UNSPECIFIED'
  | 0
  /**
   * Only when the backend has no image of this name.
   */
  | 'PULL_POLICY_IF_NOT_PRESENT'
  | 1
  /**
   * Always ask the registry what the name means now.
   */
  | 'PULL_POLICY_ALWAYS'
  | 2
  /**
   * Never; a missing image is NOT_FOUND.
   */
  | 'PULL_POLICY_NEVER'
  | 3

/**
 * When an image is fetched.
 */
export type PullPolicy = typeof PullPolicy[keyof typeof PullPolicy]
