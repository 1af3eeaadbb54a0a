// Original file: gofer/kernel/v1/run.proto

import type { RunStateInput as _gofer_kernel_v1_RunStateInput, RunState as _gofer_kernel_v1_RunState } from '../../../gofer/kernel/v1/RunState.js';
import type { RunStatusInput as _gofer_kernel_v1_RunStatusInput, RunStatus as _gofer_kernel_v1_RunStatus } from '../../../gofer/kernel/v1/RunStatus.js';
import type { ReasonInput as _gofer_kernel_v1_ReasonInput, Reason as _gofer_kernel_v1_Reason } from '../../../gofer/kernel/v1/Reason.js';
import type { InitiatorInput as _gofer_kernel_v1_InitiatorInput, Initiator as _gofer_kernel_v1_Initiator } from '../../../gofer/kernel/v1/Initiator.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One execution of a pipeline.
 */
export interface RunInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Id, counted per pipeline from 1.
   */
  'id'?: (number | string | Long);
  /**
   * The pipeline's version that this run executes.
   */
  'pipelineVersion'?: (number | string | Long);
  /**
   * Where it is.
   */
  'state'?: (_gofer_kernel_v1_RunStateInput);
  /**
   * How it ended; UNSPECIFIED until it is complete.
   */
  'status'?: (_gofer_kernel_v1_RunStatusInput);
  /**
   * Why it waits or why it ended so. Of a running one: what holds a task of it back, named at the beginning of the
   * message; absent when no task is held back.
   */
  'reason'?: (_gofer_kernel_v1_ReasonInput | null);
  /**
   * Who or what started it.
   */
  'initiator'?: (_gofer_kernel_v1_InitiatorInput | null);
  /**
   * Variables it was started with.
   */
  'variables'?: ({[key: string]: string});
  /**
   * When it was asked for, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When it left the queue, Unix milliseconds; 0 when it did not yet.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * When it was complete, Unix milliseconds; 0 when it is not yet.
   */
  'endedAtMs'?: (number | string | Long);
  /**
   * Alias of the scheduler that runs its tasks.
   */
  'scheduler'?: (string);
  /**
   * Id of the run that it repeats; 0 when it repeats none.
   */
  'retryOf'?: (number | string | Long);
  /**
   * Its output was deleted.
   */
  'logsExpired'?: (boolean);
  /**
   * It is so old that its objects were removed.
   */
  'objectsExpired'?: (boolean);
}

/**
 * One execution of a pipeline.
 */
export interface Run {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Id, counted per pipeline from 1.
   */
  'id': (number);
  /**
   * The pipeline's version that this run executes.
   */
  'pipelineVersion': (number);
  /**
   * Where it is.
   */
  'state': (_gofer_kernel_v1_RunState);
  /**
   * How it ended; UNSPECIFIED until it is complete.
   */
  'status': (_gofer_kernel_v1_RunStatus);
  /**
   * Why it waits or why it ended so. Of a running one: what holds a task of it back, named at the beginning of the
   * message; absent when no task is held back.
   */
  'reason': (_gofer_kernel_v1_Reason | null);
  /**
   * Who or what started it.
   */
  'initiator': (_gofer_kernel_v1_Initiator | null);
  /**
   * Variables it was started with.
   */
  'variables': ({[key: string]: string});
  /**
   * When it was asked for, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When it left the queue, Unix milliseconds; 0 when it did not yet.
   */
  'startedAtMs': (number);
  /**
   * When it was complete, Unix milliseconds; 0 when it is not yet.
   */
  'endedAtMs': (number);
  /**
   * Alias of the scheduler that runs its tasks.
   */
  'scheduler': (string);
  /**
   * Id of the run that it repeats; 0 when it repeats none.
   */
  'retryOf': (number);
  /**
   * Its output was deleted.
   */
  'logsExpired': (boolean);
  /**
   * It is so old that its objects were removed.
   */
  'objectsExpired': (boolean);
}
