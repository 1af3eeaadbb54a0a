// Original file: gofer/plugin/v1/plugin.proto


// Original file: gofer/plugin/v1/plugin.proto

/**
 * How well it can do its job.
 */
export const _gofer_plugin_v1_WatchStatusResponse_State = {
  /**
   * Not set; never sent.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * Not ready yet: connecting, migrating, warming up.
   */
  STATE_STARTING: 'STATE_STARTING',
  /**
   * All is well.
   */
  STATE_HEALTHY: 'STATE_HEALTHY',
  /**
   * Works, with a restriction that the message names.
   */
  STATE_DEGRADED: 'STATE_DEGRADED',
  /**
   * Cannot work now; what needs it waits. The plugin itself keeps trying to get back.
   */
  STATE_UNHEALTHY: 'STATE_UNHEALTHY',
  /**
   * Drain was called.
   */
  STATE_DRAINING: 'STATE_DRAINING',
} as const;

/**
 * How well it can do its job.
 */
export type _gofer_plugin_v1_WatchStatusResponse_StateInput =
  /**
   * Not set; never sent.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * Not ready yet: connecting, migrating, warming up.
   */
  | 'STATE_STARTING'
  | 1
  /**
   * All is well.
   */
  | 'STATE_HEALTHY'
  | 2
  /**
   * Works, with a restriction that the message names.
   */
  | 'STATE_DEGRADED'
  | 3
  /**
   * Cannot work now; what needs it waits. The plugin itself keeps trying to get back.
   */
  | 'STATE_UNHEALTHY'
  | 4
  /**
   * Drain was called.
   */
  | 'STATE_DRAINING'
  | 5

/**
 * How well it can do its job.
 */
export type _gofer_plugin_v1_WatchStatusResponse_State = typeof _gofer_plugin_v1_WatchStatusResponse_State[keyof typeof _gofer_plugin_v1_WatchStatusResponse_State]

/**
 * Whether the plugin can do its job.
 */
export interface WatchStatusResponseInput {
  /**
   * The state now.
   */
  'state'?: (_gofer_plugin_v1_WatchStatusResponse_StateInput);
  /**
   * A stable word for programs in UPPER_SNAKE_CASE, for example "ENGINE_UNREACHABLE". Empty when healthy.
   */
  'reason'?: (string);
  /**
   * One sentence for a person: what is wrong and what to do. Empty when healthy.
   */
  'message'?: (string);
  /**
   * Facts about the backend for display ("engine_version": "20.10.24"). No secrets.
   */
  'attributes'?: ({[key: string]: string});
}

/**
 * Whether the plugin can do its job.
 */
export interface WatchStatusResponse {
  /**
   * The state now.
   */
  'state': (_gofer_plugin_v1_WatchStatusResponse_State);
  /**
   * A stable word for programs in UPPER_SNAKE_CASE, for example "ENGINE_UNREACHABLE". Empty when healthy.
   */
  'reason': (string);
  /**
   * One sentence for a person: what is wrong and what to do. Empty when healthy.
   */
  'message': (string);
  /**
   * Facts about the backend for display ("engine_version": "20.10.24"). No secrets.
   */
  'attributes': ({[key: string]: string});
}
