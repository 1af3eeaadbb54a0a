// Original file: gofer/kernel/v1/kernel.proto

import type { InitiatorInput as _gofer_kernel_v1_InitiatorInput, Initiator as _gofer_kernel_v1_Initiator } from '../../../gofer/kernel/v1/Initiator.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Something that happened.
 */
export interface EventInput {
  /**
   * Gapless number in the order of happening, from 1.
   */
  'sequence'?: (number | string | Long);
  /**
   * What happened, for example "run_completed".
   */
  'kind'?: (string);
  /**
   * Namespace; empty for things of the whole server.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline, where there is one.
   */
  'pipelineId'?: (string);
  /**
   * Id of the run, where there is one.
   */
  'runId'?: (number | string | Long);
  /**
   * Id of the task, where there is one.
   */
  'taskId'?: (string);
  /**
   * Other facts, by name.
   */
  'details'?: ({[key: string]: string});
  /**
   * Who or what did it.
   */
  'initiator'?: (_gofer_kernel_v1_InitiatorInput | null);
  /**
   * When, Unix milliseconds.
   */
  'occurredAtMs'?: (number | string | Long);
}

/**
 * Something that happened.
 */
export interface Event {
  /**
   * Gapless number in the order of happening, from 1.
   */
  'sequence': (number);
  /**
   * What happened, for example "run_completed".
   */
  'kind': (string);
  /**
   * Namespace; empty for things of the whole server.
   */
  'namespace': (string);
  /**
   * Id of the pipeline, where there is one.
   */
  'pipelineId': (string);
  /**
   * Id of the run, where there is one.
   */
  'runId': (number);
  /**
   * Id of the task, where there is one.
   */
  'taskId': (string);
  /**
   * Other facts, by name.
   */
  'details': ({[key: string]: string});
  /**
   * Who or what did it.
   */
  'initiator': (_gofer_kernel_v1_Initiator | null);
  /**
   * When, Unix milliseconds.
   */
  'occurredAtMs': (number);
}
