// Original file: gofer/kernel/v1/run.proto


// Original file: gofer/kernel/v1/run.proto

/**
 * Where a variable came from.
 */
export const _gofer_kernel_v1_Variable_Source = {
  /**
   * Not set; never sent.
   */
  SOURCE_UNSPECIFIED: 'SOURCE_UNSPECIFIED',
  /**
   * The pipeline's config.
   */
  SOURCE_PIPELINE_CONFIG: 'SOURCE_PIPELINE_CONFIG',
  /**
   * Given when the run was started.
   */
  SOURCE_RUN: 'SOURCE_RUN',
  /**
   * Given by a trigger.
   */
  SOURCE_TRIGGER: 'SOURCE_TRIGGER',
  /**
   * The kernel.
   */
  SOURCE_SYSTEM: 'SOURCE_SYSTEM',
} as const;

/**
 * Where a variable came from.
 */
export type _gofer_kernel_v1_Variable_SourceInput =
  /**
   * Not set; never sent.
   */
  | 'SOURCE_UNSPECIFIED'
  | 0
  /**
   * The pipeline's config.
   */
  | 'SOURCE_PIPELINE_CONFIG'
  | 1
  /**
   * Given when the run was started.
   */
  | 'SOURCE_RUN'
  | 2
  /**
   * Given by a trigger.
   */
  | 'SOURCE_TRIGGER'
  | 3
  /**
   * The kernel.
   */
  | 'SOURCE_SYSTEM'
  | 4

/**
 * Where a variable came from.
 */
export type _gofer_kernel_v1_Variable_Source = typeof _gofer_kernel_v1_Variable_Source[keyof typeof _gofer_kernel_v1_Variable_Source]

/**
 * A variable of a task run.
 */
export interface VariableInput {
  /**
   * Name.
   */
  'key'?: (string);
  /**
   * Value before references are resolved.
   */
  'value'?: (string);
  /**
   * Where it came from.
   */
  'source'?: (_gofer_kernel_v1_Variable_SourceInput);
}

/**
 * A variable of a task run.
 */
export interface Variable {
  /**
   * Name.
   */
  'key': (string);
  /**
   * Value before references are resolved.
   */
  'value': (string);
  /**
   * Where it came from.
   */
  'source': (_gofer_kernel_v1_Variable_Source);
}
