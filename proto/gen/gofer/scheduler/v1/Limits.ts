// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Resource limits. 0 means no limit.
 */
export interface LimitsInput {
  /**
   * Thousandths of a processor.
   */
  'cpuMillis'?: (number | string | Long);
  /**
   * Memory in bytes, without swap.
   */
  'memoryBytes'?: (number | string | Long);
  /**
   * Number of processes and threads.
   */
  'pids'?: (number | string | Long);
  /**
   * Wall time in milliseconds after which the plugin kills the container with reason TIMEOUT. The kernel
   * also watches the time itself; this is for the time when the kernel is away.
   */
  'wallTimeMs'?: (number | string | Long);
  /**
   * Refuse the container (FAILED_PRECONDITION) when a limit cannot be enforced at all.
   */
  'required'?: (boolean);
}

/**
 * Resource limits. 0 means no limit.
 */
export interface Limits {
  /**
   * Thousandths of a processor.
   */
  'cpuMillis': (number);
  /**
   * Memory in bytes, without swap.
   */
  'memoryBytes': (number);
  /**
   * Number of processes and threads.
   */
  'pids': (number);
  /**
   * Wall time in milliseconds after which the plugin kills the container with reason TIMEOUT. The kernel
   * also watches the time itself; this is for the time when the kernel is away.
   */
  'wallTimeMs': (number);
  /**
   * Refuse the container (FAILED_PRECONDITION) when a limit cannot be enforced at all.
   */
  'required': (boolean);
}
