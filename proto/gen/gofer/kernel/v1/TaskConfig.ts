// Original file: gofer/kernel/v1/pipeline_config.proto

import type { DependencyConditionInput as _gofer_kernel_v1_DependencyConditionInput, DependencyCondition as _gofer_kernel_v1_DependencyCondition } from '../../../gofer/kernel/v1/DependencyCondition.js';
import type { RetryPolicyInput as _gofer_kernel_v1_RetryPolicyInput, RetryPolicy as _gofer_kernel_v1_RetryPolicy } from '../../../gofer/kernel/v1/RetryPolicy.js';
import type { ContainerTaskInput as _gofer_kernel_v1_ContainerTaskInput, ContainerTask as _gofer_kernel_v1_ContainerTask } from '../../../gofer/kernel/v1/ContainerTask.js';
import type { CommonTaskInput as _gofer_kernel_v1_CommonTaskInput, CommonTask as _gofer_kernel_v1_CommonTask } from '../../../gofer/kernel/v1/CommonTask.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One node of the graph.
 */
export interface TaskConfigInput {
  /**
   * Identity inside the pipeline: 3 to 32 of [A-Za-z0-9_]. For a common task this is its label.
   */
  'id'?: (string);
  /**
   * What it does.
   */
  'description'?: (string);
  /**
   * Ids of the tasks that must end first, and how they must end for this task to run.
   */
  'dependsOn'?: ({[key: string]: _gofer_kernel_v1_DependencyConditionInput});
  /**
   * Variables, given to the task as environment. Values may hold references such as pipeline_secret{{key}}.
   */
  'variables'?: ({[key: string]: string});
  /**
   * Time after which the task is stopped, in milliseconds; 0 means never.
   */
  'timeoutMs'?: (number | string | Long);
  /**
   * Whether and how a failed attempt is repeated.
   */
  'retries'?: (_gofer_kernel_v1_RetryPolicyInput | null);
  /**
   * A container image that the author names.
   */
  'container'?: (_gofer_kernel_v1_ContainerTaskInput | null);
  /**
   * A task that the admin has installed as a plugin.
   */
  'common'?: (_gofer_kernel_v1_CommonTaskInput | null);
  /**
   * What the task is.
   */
  'kind'?: "container"|"common";
}

/**
 * One node of the graph.
 */
export interface TaskConfig {
  /**
   * Identity inside the pipeline: 3 to 32 of [A-Za-z0-9_]. For a common task this is its label.
   */
  'id': (string);
  /**
   * What it does.
   */
  'description': (string);
  /**
   * Ids of the tasks that must end first, and how they must end for this task to run.
   */
  'dependsOn': ({[key: string]: _gofer_kernel_v1_DependencyCondition});
  /**
   * Variables, given to the task as environment. Values may hold references such as pipeline_secret{{key}}.
   */
  'variables': ({[key: string]: string});
  /**
   * Time after which the task is stopped, in milliseconds; 0 means never.
   */
  'timeoutMs': (number);
  /**
   * Whether and how a failed attempt is repeated.
   */
  'retries': (_gofer_kernel_v1_RetryPolicy | null);
  /**
   * A container image that the author names.
   */
  'container'?: (_gofer_kernel_v1_ContainerTask | null);
  /**
   * A task that the admin has installed as a plugin.
   */
  'common'?: (_gofer_kernel_v1_CommonTask | null);
  /**
   * What the task is.
   */
  'kind'?: "container"|"common";
}
