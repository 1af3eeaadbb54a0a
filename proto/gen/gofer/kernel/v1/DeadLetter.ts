// Original file: gofer/kernel/v1/triggers.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A firing or an external event that came to nothing.
 */
export interface DeadLetterInput {
  /**
   * Alias of the trigger.
   */
  'trigger'?: (string);
  /**
   * Namespace of the subscription; empty when it names none that there is.
   */
  'namespace'?: (string);
  /**
   * Id of its pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Its label.
   */
  'label'?: (string);
  /**
   * Identity of the event.
   */
  'eventId'?: (string);
  /**
   * When it happened, Unix milliseconds.
   */
  'occurredAtMs'?: (number | string | Long);
  /**
   * When it was refused, Unix milliseconds.
   */
  'refusedAtMs'?: (number | string | Long);
  /**
   * Why it was refused.
   */
  'reason'?: (string);
  /**
   * What the trigger said about it.
   */
  'details'?: (string);
}

/**
 * A firing or an external event that came to nothing.
 */
export interface DeadLetter {
  /**
   * Alias of the trigger.
   */
  'trigger': (string);
  /**
   * Namespace of the subscription; empty when it names none that there is.
   */
  'namespace': (string);
  /**
   * Id of its pipeline.
   */
  'pipelineId': (string);
  /**
   * Its label.
   */
  'label': (string);
  /**
   * Identity of the event.
   */
  'eventId': (string);
  /**
   * When it happened, Unix milliseconds.
   */
  'occurredAtMs': (number);
  /**
   * When it was refused, Unix milliseconds.
   */
  'refusedAtMs': (number);
  /**
   * Why it was refused.
   */
  'reason': (string);
  /**
   * What the trigger said about it.
   */
  'details': (string);
}
