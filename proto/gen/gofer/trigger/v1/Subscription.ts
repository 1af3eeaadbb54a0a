// Original file: gofer/trigger/v1/trigger.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A pipeline's declared use of the trigger.
 */
export interface SubscriptionInput {
  /**
   * Identity, chosen by the kernel: stable over versions of the pipeline, at most 128 bytes.
   */
  'id'?: (string);
  /**
   * What the pipeline passes to the trigger, with references resolved.
   */
  'parameters'?: ({[key: string]: string});
  /**
   * Namespace of the pipeline, for display.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline, for display.
   */
  'pipelineId'?: (string);
  /**
   * Label of the subscription inside the pipeline, for display.
   */
  'label'?: (string);
  /**
   * When the subscription was made or its parameters last changed, Unix milliseconds: nothing before it
   * is expected.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * Latest expected fire that has a verdict, Unix milliseconds; 0 when there is none.
   */
  'lastExpectedAtMs'?: (number | string | Long);
}

/**
 * A pipeline's declared use of the trigger.
 */
export interface Subscription {
  /**
   * Identity, chosen by the kernel: stable over versions of the pipeline, at most 128 bytes.
   */
  'id': (string);
  /**
   * What the pipeline passes to the trigger, with references resolved.
   */
  'parameters': ({[key: string]: string});
  /**
   * Namespace of the pipeline, for display.
   */
  'namespace': (string);
  /**
   * Id of the pipeline, for display.
   */
  'pipelineId': (string);
  /**
   * Label of the subscription inside the pipeline, for display.
   */
  'label': (string);
  /**
   * When the subscription was made or its parameters last changed, Unix milliseconds: nothing before it
   * is expected.
   */
  'createdAtMs': (number);
  /**
   * Latest expected fire that has a verdict, Unix milliseconds; 0 when there is none.
   */
  'lastExpectedAtMs': (number);
}
