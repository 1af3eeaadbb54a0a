// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { PipelineConfigInput as _gofer_kernel_v1_PipelineConfigInput, PipelineConfig as _gofer_kernel_v1_PipelineConfig } from '../../../gofer/kernel/v1/PipelineConfig.js';
import type { PlannedTriggerInput as _gofer_kernel_v1_PlannedTriggerInput, PlannedTrigger as _gofer_kernel_v1_PlannedTrigger } from '../../../gofer/kernel/v1/PlannedTrigger.js';

/**
 * What registering a config would meet.
 */
export interface PlanPipelineResponseInput {
  /**
   * The config with the full names of the plugins that it uses.
   */
  'config'?: (_gofer_kernel_v1_PipelineConfigInput | null);
  /**
   * Why it would be refused, one sentence each; empty when it would be registered.
   */
  'problems'?: (string)[];
  /**
   * When each trigger would fire, if it were registered now.
   */
  'triggers'?: (_gofer_kernel_v1_PlannedTriggerInput)[];
  /**
   * What its runs would fail by as things are, one sentence each: secrets and objects that are not there yet.
   */
  'warnings'?: (string)[];
}

/**
 * What registering a config would meet.
 */
export interface PlanPipelineResponse {
  /**
   * The config with the full names of the plugins that it uses.
   */
  'config': (_gofer_kernel_v1_PipelineConfig | null);
  /**
   * Why it would be refused, one sentence each; empty when it would be registered.
   */
  'problems': (string)[];
  /**
   * When each trigger would fire, if it were registered now.
   */
  'triggers': (_gofer_kernel_v1_PlannedTrigger)[];
  /**
   * What its runs would fail by as things are, one sentence each: secrets and objects that are not there yet.
   */
  'warnings': (string)[];
}
