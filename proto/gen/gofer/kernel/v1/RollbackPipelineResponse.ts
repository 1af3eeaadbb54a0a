// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The pipeline was rolled back.
 */
export interface RollbackPipelineResponseInput {
  /**
   * The new version, which has the config of the old one.
   */
  'version'?: (number | string | Long);
  /**
   * The version whose config it has.
   */
  'rolledBackTo'?: (number | string | Long);
}

/**
 * The pipeline was rolled back.
 */
export interface RollbackPipelineResponse {
  /**
   * The new version, which has the config of the old one.
   */
  'version': (number);
  /**
   * The version whose config it has.
   */
  'rolledBackTo': (number);
}
