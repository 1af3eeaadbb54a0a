// Original file: gofer/kernel/v1/triggers.proto

import type { ScheduleVerdictInput as _gofer_kernel_v1_ScheduleVerdictInput, ScheduleVerdict as _gofer_kernel_v1_ScheduleVerdict } from '../../../gofer/kernel/v1/ScheduleVerdict.js';
import type { Long } from '@grpc/proto-loader';

// Original file: gofer/kernel/v1/triggers.proto

/**
 * How it is doing.
 */
export const _gofer_kernel_v1_Subscription_State = {
  /**
   * Not set; never sent.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * The trigger has not said yet.
   */
  STATE_PENDING: 'STATE_PENDING',
  /**
   * It fires when it should.
   */
  STATE_ACTIVE: 'STATE_ACTIVE',
  /**
   * What fires makes no run: the pipeline is disabled, or event ingress is off.
   */
  STATE_PAUSED: 'STATE_PAUSED',
  /**
   * It cannot fire; the message says why.
   */
  STATE_FAILED: 'STATE_FAILED',
  /**
   * It will never fire again: its end has passed.
   */
  STATE_FINISHED: 'STATE_FINISHED',
} as const;

/**
 * How it is doing.
 */
export type _gofer_kernel_v1_Subscription_StateInput =
  /**
   * Not set; never sent.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * The trigger has not said yet.
   */
  | 'STATE_PENDING'
  | 1
  /**
   * It fires when it should.
   */
  | 'STATE_ACTIVE'
  | 2
  /**
   * What fires makes no run: the pipeline is disabled, or event ingress is off.
   */
  | 'STATE_PAUSED'
  | 3
  /**
   * It cannot fire; the message says why.
   */
  | 'STATE_FAILED'
  | 4
  /**
   * It will never fire again: its end has passed.
   */
  | 'STATE_FINISHED'
  | 5

/**
 * How it is doing.
 */
export type _gofer_kernel_v1_Subscription_State = typeof _gofer_kernel_v1_Subscription_State[keyof typeof _gofer_kernel_v1_Subscription_State]

/**
 * A pipeline's declared use of a trigger, and how it is doing.
 */
export interface SubscriptionInput {
  /**
   * Namespace of the pipeline.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Label, unique in the pipeline.
   */
  'label'?: (string);
  /**
   * Alias of the trigger.
   */
  'trigger'?: (string);
  /**
   * How it is doing.
   */
  'state'?: (_gofer_kernel_v1_Subscription_StateInput);
  /**
   * One sentence for a person; empty when all is well.
   */
  'message'?: (string);
  /**
   * When it fires next, Unix milliseconds; 0 when never or not known.
   */
  'nextAtMs'?: (number | string | Long);
  /**
   * When it was made or its settings last changed, Unix milliseconds.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Firings that wait for the end of a run.
   */
  'queued'?: (number | string | Long);
  /**
   * Verdict of its latest expected fire; absent when there is none.
   */
  'lastVerdict'?: (_gofer_kernel_v1_ScheduleVerdictInput | null);
}

/**
 * A pipeline's declared use of a trigger, and how it is doing.
 */
export interface Subscription {
  /**
   * Namespace of the pipeline.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Label, unique in the pipeline.
   */
  'label': (string);
  /**
   * Alias of the trigger.
   */
  'trigger': (string);
  /**
   * How it is doing.
   */
  'state': (_gofer_kernel_v1_Subscription_State);
  /**
   * One sentence for a person; empty when all is well.
   */
  'message': (string);
  /**
   * When it fires next, Unix milliseconds; 0 when never or not known.
   */
  'nextAtMs': (number);
  /**
   * When it was made or its settings last changed, Unix milliseconds.
   */
  'sinceMs': (number);
  /**
   * Firings that wait for the end of a run.
   */
  'queued': (number);
  /**
   * Verdict of its latest expected fire; absent when there is none.
   */
  'lastVerdict': (_gofer_kernel_v1_ScheduleVerdict | null);
}
