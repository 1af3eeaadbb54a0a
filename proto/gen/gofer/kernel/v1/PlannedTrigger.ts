// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { Long } from '@grpc/proto-loader';

/**
 * When a trigger of a config would fire.
 */
export interface PlannedTriggerInput {
  /**
   * Label of the subscription.
   */
  'label'?: (string);
  /**
   * Alias of the trigger.
   */
  'trigger'?: (string);
  /**
   * The next fires, Unix milliseconds, at most 5.
   */
  'nextAtMs'?: (number | string | Long)[];
  /**
   * Why they are not known; empty when they are.
   */
  'unknownBecause'?: (string);
}

/**
 * When a trigger of a config would fire.
 */
export interface PlannedTrigger {
  /**
   * Label of the subscription.
   */
  'label': (string);
  /**
   * Alias of the trigger.
   */
  'trigger': (string);
  /**
   * The next fires, Unix milliseconds, at most 5.
   */
  'nextAtMs': (number)[];
  /**
   * Why they are not known; empty when they are.
   */
  'unknownBecause': (string);
}
