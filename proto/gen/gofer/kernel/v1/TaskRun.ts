// Original file: gofer/kernel/v1/run.proto

import type { TaskRunStateInput as _gofer_kernel_v1_TaskRunStateInput, TaskRunState as _gofer_kernel_v1_TaskRunState } from '../../../gofer/kernel/v1/TaskRunState.js';
import type { TaskRunStatusInput as _gofer_kernel_v1_TaskRunStatusInput, TaskRunStatus as _gofer_kernel_v1_TaskRunStatus } from '../../../gofer/kernel/v1/TaskRunStatus.js';
import type { ReasonInput as _gofer_kernel_v1_ReasonInput, Reason as _gofer_kernel_v1_Reason } from '../../../gofer/kernel/v1/Reason.js';
import type { VariableInput as _gofer_kernel_v1_VariableInput, Variable as _gofer_kernel_v1_Variable } from '../../../gofer/kernel/v1/Variable.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One attempt to run one task.
 */
export interface TaskRunInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Id of the run.
   */
  'runId'?: (number | string | Long);
  /**
   * Id of the task.
   */
  'taskId'?: (string);
  /**
   * Attempt, from 1.
   */
  'attempt'?: (number);
  /**
   * Where it is.
   */
  'state'?: (_gofer_kernel_v1_TaskRunStateInput);
  /**
   * How it ended; UNSPECIFIED until it is complete.
   */
  'status'?: (_gofer_kernel_v1_TaskRunStatusInput);
  /**
   * Why it waits or why it ended so.
   */
  'reason'?: (_gofer_kernel_v1_ReasonInput | null);
  /**
   * Exit code; absent when the task did not run or has none.
   */
  'exitCode'?: (number);
  /**
   * Image reference of the config.
   */
  'image'?: (string);
  /**
   * Digest of the image that ran; empty where there is none.
   */
  'imageDigest'?: (string);
  /**
   * Name of the container in the scheduler's own tools.
   */
  'externalName'?: (string);
  /**
   * Environment as configured, before references are resolved.
   */
  'variables'?: (_gofer_kernel_v1_VariableInput)[];
  /**
   * When it was created, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When it started to run, Unix milliseconds; 0 when it did not.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * When it was complete, Unix milliseconds; 0 when it is not yet.
   */
  'endedAtMs'?: (number | string | Long);
  /**
   * Bytes of output that are stored.
   */
  'logBytes'?: (number | string | Long);
  /**
   * Output is complete, and all of it is stored.
   */
  'logComplete'?: (boolean);
  /**
   * Ids of the tasks it waits for or waited for.
   */
  'dependsOn'?: (string)[];
  /**
   * Id of the earlier run whose result is kept here; 0 when it ran in this run.
   */
  'keptFromRunId'?: (number | string | Long);
  /**
   * The last line it has written, cut to 200 bytes; only while it runs and as far as its output has been stored.
   */
  'lastLine'?: (Buffer | Uint8Array | string);
  /**
   * Why more of its output is awaited in vain at the moment; empty when nothing is wrong. It is tried again.
   */
  'outputProblem'?: (string);
  '_exitCode'?: "exitCode";
}

/**
 * One attempt to run one task.
 */
export interface TaskRun {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Id of the run.
   */
  'runId': (number);
  /**
   * Id of the task.
   */
  'taskId': (string);
  /**
   * Attempt, from 1.
   */
  'attempt': (number);
  /**
   * Where it is.
   */
  'state': (_gofer_kernel_v1_TaskRunState);
  /**
   * How it ended; UNSPECIFIED until it is complete.
   */
  'status': (_gofer_kernel_v1_TaskRunStatus);
  /**
   * Why it waits or why it ended so.
   */
  'reason': (_gofer_kernel_v1_Reason | null);
  /**
   * Exit code; absent when the task did not run or has none.
   */
  'exitCode'?: (number);
  /**
   * Image reference of the config.
   */
  'image': (string);
  /**
   * Digest of the image that ran; empty where there is none.
   */
  'imageDigest': (string);
  /**
   * Name of the container in the scheduler's own tools.
   */
  'externalName': (string);
  /**
   * Environment as configured, before references are resolved.
   */
  'variables': (_gofer_kernel_v1_Variable)[];
  /**
   * When it was created, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When it started to run, Unix milliseconds; 0 when it did not.
   */
  'startedAtMs': (number);
  /**
   * When it was complete, Unix milliseconds; 0 when it is not yet.
   */
  'endedAtMs': (number);
  /**
   * Bytes of output that are stored.
   */
  'logBytes': (number);
  /**
   * Output is complete, and all of it is stored.
   */
  'logComplete': (boolean);
  /**
   * Ids of the tasks it waits for or waited for.
   */
  'dependsOn': (string)[];
  /**
   * Id of the earlier run whose result is kept here; 0 when it ran in this run.
   */
  'keptFromRunId': (number);
  /**
   * The last line it has written, cut to 200 bytes; only while it runs and as far as its output has been stored.
   */
  'lastLine': (Buffer);
  /**
   * Why more of its output is awaited in vain at the moment; empty when nothing is wrong. It is tried again.
   */
  'outputProblem': (string);
  '_exitCode'?: "exitCode";
}
