// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

// Original file: gofer/kernel/v1/kernel.proto

/**
 * Whether it can do its job.
 */
export const _gofer_kernel_v1_Plugin_Health = {
  /**
   * Not known.
   */
  HEALTH_UNSPECIFIED: 'HEALTH_UNSPECIFIED',
  /**
   * It can.
   */
  HEALTH_HEALTHY: 'HEALTH_HEALTHY',
  /**
   * It can, with a restriction.
   */
  HEALTH_DEGRADED: 'HEALTH_DEGRADED',
  /**
   * It cannot now.
   */
  HEALTH_UNHEALTHY: 'HEALTH_UNHEALTHY',
} as const;

/**
 * Whether it can do its job.
 */
export type _gofer_kernel_v1_Plugin_HealthInput =
  /**
   * Not known.
   */
  | 'HEALTH_UNSPECIFIED'
  | 0
  /**
   * It can.
   */
  | 'HEALTH_HEALTHY'
  | 1
  /**
   * It can, with a restriction.
   */
  | 'HEALTH_DEGRADED'
  | 2
  /**
   * It cannot now.
   */
  | 'HEALTH_UNHEALTHY'
  | 3

/**
 * Whether it can do its job.
 */
export type _gofer_kernel_v1_Plugin_Health = typeof _gofer_kernel_v1_Plugin_Health[keyof typeof _gofer_kernel_v1_Plugin_Health]

// Original file: gofer/kernel/v1/kernel.proto

/**
 * What its process does.
 */
export const _gofer_kernel_v1_Plugin_State = {
  /**
   * Not set; never sent.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * Not started.
   */
  STATE_STOPPED: 'STATE_STOPPED',
  /**
   * Being started.
   */
  STATE_STARTING: 'STATE_STARTING',
  /**
   * Running; health says how well.
   */
  STATE_RUNNING: 'STATE_RUNNING',
  /**
   * Finishing its work before it stops.
   */
  STATE_DRAINING: 'STATE_DRAINING',
  /**
   * It ended and will be started again soon.
   */
  STATE_BACKOFF: 'STATE_BACKOFF',
  /**
   * It ended too often; it is tried again now and then.
   */
  STATE_CRASH_LOOP: 'STATE_CRASH_LOOP',
  /**
   * It does not fit this kernel or its manifest; it is not tried again.
   */
  STATE_INCOMPATIBLE: 'STATE_INCOMPATIBLE',
  /**
   * Its files are not what was installed; it is not started.
   */
  STATE_QUARANTINED: 'STATE_QUARANTINED',
} as const;

/**
 * What its process does.
 */
export type _gofer_kernel_v1_Plugin_StateInput =
  /**
   * Not set; never sent.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * Not started.
   */
  | 'STATE_STOPPED'
  | 1
  /**
   * Being started.
   */
  | 'STATE_STARTING'
  | 2
  /**
   * Running; health says how well.
   */
  | 'STATE_RUNNING'
  | 3
  /**
   * Finishing its work before it stops.
   */
  | 'STATE_DRAINING'
  | 4
  /**
   * It ended and will be started again soon.
   */
  | 'STATE_BACKOFF'
  | 5
  /**
   * It ended too often; it is tried again now and then.
   */
  | 'STATE_CRASH_LOOP'
  | 6
  /**
   * It does not fit this kernel or its manifest; it is not tried again.
   */
  | 'STATE_INCOMPATIBLE'
  | 7
  /**
   * Its files are not what was installed; it is not started.
   */
  | 'STATE_QUARANTINED'
  | 8

/**
 * What its process does.
 */
export type _gofer_kernel_v1_Plugin_State = typeof _gofer_kernel_v1_Plugin_State[keyof typeof _gofer_kernel_v1_Plugin_State]

/**
 * An installed plugin.
 */
export interface PluginInput {
  /**
   * Name of the installation.
   */
  'alias'?: (string);
  /**
   * Name of the plugin.
   */
  'name'?: (string);
  /**
   * Its version.
   */
  'version'?: (string);
  /**
   * Its roles: "scheduler", "object_store", "secret_store", "trigger", "task".
   */
  'roles'?: (string)[];
  /**
   * The admin wants it to run.
   */
  'enabled'?: (boolean);
  /**
   * What its process does.
   */
  'state'?: (_gofer_kernel_v1_Plugin_StateInput);
  /**
   * Whether it can do its job.
   */
  'health'?: (_gofer_kernel_v1_Plugin_HealthInput);
  /**
   * Why it is so: one sentence; empty when all is well.
   */
  'message'?: (string);
  /**
   * How often its process was started again since the kernel started.
   */
  'restarts'?: (number | string | Long);
  /**
   * Process id; 0 when it does not run.
   */
  'pid'?: (number | string | Long);
  /**
   * When its process started, Unix milliseconds; 0 when it does not run.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * Where it comes from.
   */
  'source'?: (string);
  /**
   * Facts about its backend.
   */
  'attributes'?: ({[key: string]: string});
  /**
   * "sha256:<hex>" over its files; empty for a bundled plugin.
   */
  'digest'?: (string);
  /**
   * What it says it needs.
   */
  'permissions'?: (string)[];
  /**
   * The version to which a rollback would go; empty when there is none.
   */
  'previousVersion'?: (string);
  /**
   * Until then a failure brings the previous version back by itself, Unix milliseconds; 0 when it is not on probation.
   */
  'probationUntilMs'?: (number | string | Long);
  /**
   * Pipelines, runs and roles that depend on it. Only GetPlugin fills it.
   */
  'users'?: (string)[];
}

/**
 * An installed plugin.
 */
export interface Plugin {
  /**
   * Name of the installation.
   */
  'alias': (string);
  /**
   * Name of the plugin.
   */
  'name': (string);
  /**
   * Its version.
   */
  'version': (string);
  /**
   * Its roles: "scheduler", "object_store", "secret_store", "trigger", "task".
   */
  'roles': (string)[];
  /**
   * The admin wants it to run.
   */
  'enabled': (boolean);
  /**
   * What its process does.
   */
  'state': (_gofer_kernel_v1_Plugin_State);
  /**
   * Whether it can do its job.
   */
  'health': (_gofer_kernel_v1_Plugin_Health);
  /**
   * Why it is so: one sentence; empty when all is well.
   */
  'message': (string);
  /**
   * How often its process was started again since the kernel started.
   */
  'restarts': (number);
  /**
   * Process id; 0 when it does not run.
   */
  'pid': (number);
  /**
   * When its process started, Unix milliseconds; 0 when it does not run.
   */
  'startedAtMs': (number);
  /**
   * Where it comes from.
   */
  'source': (string);
  /**
   * Facts about its backend.
   */
  'attributes': ({[key: string]: string});
  /**
   * "sha256:<hex>" over its files; empty for a bundled plugin.
   */
  'digest': (string);
  /**
   * What it says it needs.
   */
  'permissions': (string)[];
  /**
   * The version to which a rollback would go; empty when there is none.
   */
  'previousVersion': (string);
  /**
   * Until then a failure brings the previous version back by itself, Unix milliseconds; 0 when it is not on probation.
   */
  'probationUntilMs': (number);
  /**
   * Pipelines, runs and roles that depend on it. Only GetPlugin fills it.
   */
  'users': (string)[];
}
