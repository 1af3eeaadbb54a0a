// Original file: gofer/kernel/v1/pipeline_config.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Resource limits of a container; 0 means none.
 */
export interface ResourceLimitsInput {
  /**
   * Thousandths of a processor.
   */
  'cpuMillis'?: (number | string | Long);
  /**
   * Memory in bytes.
   */
  'memoryBytes'?: (number | string | Long);
  /**
   * Number of processes.
   */
  'pids'?: (number | string | Long);
}

/**
 * Resource limits of a container; 0 means none.
 */
export interface ResourceLimits {
  /**
   * Thousandths of a processor.
   */
  'cpuMillis': (number);
  /**
   * Memory in bytes.
   */
  'memoryBytes': (number);
  /**
   * Number of processes.
   */
  'pids': (number);
}
