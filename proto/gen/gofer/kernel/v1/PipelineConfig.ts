// Original file: gofer/kernel/v1/pipeline_config.proto

import type { TaskConfigInput as _gofer_kernel_v1_TaskConfigInput, TaskConfig as _gofer_kernel_v1_TaskConfig } from '../../../gofer/kernel/v1/TaskConfig.js';
import type { TriggerConfigInput as _gofer_kernel_v1_TriggerConfigInput, TriggerConfig as _gofer_kernel_v1_TriggerConfig } from '../../../gofer/kernel/v1/TriggerConfig.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A pipeline: a directed acyclic graph of tasks, and what starts it.
 */
export interface PipelineConfigInput {
  /**
   * Identity inside the namespace: 3 to 32 of [A-Za-z0-9_].
   */
  'id'?: (string);
  /**
   * Name for people; empty shows the id.
   */
  'name'?: (string);
  /**
   * What it is for.
   */
  'description'?: (string);
  /**
   * How many runs may be in progress at once; 0 means as many as the server allows.
   */
  'parallelism'?: (number | string | Long);
  /**
   * Time after which a run is cancelled, in milliseconds; 0 means never.
   */
  'timeoutMs'?: (number | string | Long);
  /**
   * The tasks, at least one and at most 10,000. Their ids are unique.
   */
  'tasks'?: (_gofer_kernel_v1_TaskConfigInput)[];
  /**
   * What starts the pipeline. Their labels are unique.
   */
  'triggers'?: (_gofer_kernel_v1_TriggerConfigInput)[];
}

/**
 * A pipeline: a directed acyclic graph of tasks, and what starts it.
 */
export interface PipelineConfig {
  /**
   * Identity inside the namespace: 3 to 32 of [A-Za-z0-9_].
   */
  'id': (string);
  /**
   * Name for people; empty shows the id.
   */
  'name': (string);
  /**
   * What it is for.
   */
  'description': (string);
  /**
   * How many runs may be in progress at once; 0 means as many as the server allows.
   */
  'parallelism': (number);
  /**
   * Time after which a run is cancelled, in milliseconds; 0 means never.
   */
  'timeoutMs': (number);
  /**
   * The tasks, at least one and at most 10,000. Their ids are unique.
   */
  'tasks': (_gofer_kernel_v1_TaskConfig)[];
  /**
   * What starts the pipeline. Their labels are unique.
   */
  'triggers': (_gofer_kernel_v1_TriggerConfig)[];
}
