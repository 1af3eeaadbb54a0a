// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One version of a pipeline.
 */
export interface PipelineVersionInput {
  /**
   * Its number, from 1.
   */
  'version'?: (number | string | Long);
  /**
   * When it was registered, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * New runs use it.
   */
  'current'?: (boolean);
  /**
   * The version whose config it repeats; 0 when it was registered with a config of its own.
   */
  'rolledBackTo'?: (number | string | Long);
  /**
   * How many tasks it has.
   */
  'tasks'?: (number);
  /**
   * How many runs have used it.
   */
  'runs'?: (number | string | Long);
}

/**
 * One version of a pipeline.
 */
export interface PipelineVersion {
  /**
   * Its number, from 1.
   */
  'version': (number);
  /**
   * When it was registered, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * New runs use it.
   */
  'current': (boolean);
  /**
   * The version whose config it repeats; 0 when it was registered with a config of its own.
   */
  'rolledBackTo': (number);
  /**
   * How many tasks it has.
   */
  'tasks': (number);
  /**
   * How many runs have used it.
   */
  'runs': (number);
}
