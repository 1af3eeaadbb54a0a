// Original file: gofer/scheduler/v1/scheduler.proto


// Original file: gofer/scheduler/v1/scheduler.proto

/**
 * What the container can reach.
 */
export const _gofer_scheduler_v1_Network_Mode = {
  /**
   * Not set; the plugin's configured default.
   */
  MODE_UNSPECIFIED: 'MODE_UNSPECIFIED',
  /**
   * Nothing but itself.
   */
  MODE_NONE: 'MODE_NONE',
  /**
   * A sandbox shared by the containers with the same sandbox name, and by nobody else.
   */
  MODE_RUN: 'MODE_RUN',
  /**
   * A sandbox of its own with access to the network.
   */
  MODE_OWN: 'MODE_OWN',
} as const;

/**
 * What the container can reach.
 */
export type _gofer_scheduler_v1_Network_ModeInput =
  /**
   * Not set; the plugin's configured default.
   */
  | 'MODE_UNSPECIFIED'
  | 0
  /**
   * Nothing but itself.
   */
  | 'MODE_NONE'
  | 1
  /**
   * A sandbox shared by the containers with the same sandbox name, and by nobody else.
   */
  | 'MODE_RUN'
  | 2
  /**
   * A sandbox of its own with access to the network.
   */
  | 'MODE_OWN'
  | 3

/**
 * What the container can reach.
 */
export type _gofer_scheduler_v1_Network_Mode = typeof _gofer_scheduler_v1_Network_Mode[keyof typeof _gofer_scheduler_v1_Network_Mode]

/**
 * The network of a container.
 */
export interface NetworkInput {
  /**
   * What the container can reach.
   */
  'mode'?: (_gofer_scheduler_v1_Network_ModeInput);
  /**
   * Name of the shared sandbox for MODE_RUN: a DNS label of at most 63 characters.
   */
  'sandbox'?: (string);
}

/**
 * The network of a container.
 */
export interface Network {
  /**
   * What the container can reach.
   */
  'mode': (_gofer_scheduler_v1_Network_Mode);
  /**
   * Name of the shared sandbox for MODE_RUN: a DNS label of at most 63 characters.
   */
  'sandbox': (string);
}
