// Original file: gofer/kernel/v1/pipeline_config.proto

/**
 * What a task can reach.
 */
export const NetworkMode = {
  /**
   * Not set; the scheduler plugin's configured default.
   */
  NETWORK_MODE_UNSPECIFIED: 'NETWORK_MODE_UNSPECIFIED',
  /**
   * Nothing but itself.
   */
  NETWORK_MODE_NONE: 'NETWORK_MODE_NONE',
  /**
   * The other tasks of the same run that ask for RUN.
   */
  NETWORK_MODE_RUN: 'NETWORK_MODE_RUN',
  /**
   * The network, from a sandbox of its own.
   */
  NETWORK_MODE_OWN: 'NETWORK_MODE_OWN',
} as const;

/**
 * What a task can reach.
 */
export type NetworkModeInput =
  /**
   * Not set; the scheduler plugin's configured default.
   */
  | 'NETWORK_MODE_UNSPECIFIED'
  | 0
  /**
   * Nothing but itself.
   */
  | 'NETWORK_MODE_NONE'
  | 1
  /**
   * The other tasks of the same run that ask for RUN.
   */
  | 'NETWORK_MODE_RUN'
  | 2
  /**
   * The network, from a sandbox of its own.
   */
  | 'NETWORK_MODE_OWN'
  | 3

/**
 * What a task can reach.
 */
export type NetworkMode = typeof NetworkMode[keyof typeof NetworkMode]
