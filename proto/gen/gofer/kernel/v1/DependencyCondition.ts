// Original file: gofer/kernel/v1/pipeline_config.proto

/**
 * How a parent must end for its child to run.
 */
export const DependencyCondition = {
  /**
   * Not set; refused.
   */
  DEPENDENCY_CONDITION_UNSPECIFIED: 'DEPENDENCY_CONDITION_UNSPECIFIED',
  /**
   * In any way, cancelled and skipped included.
   */
  DEPENDENCY_CONDITION_ANY: 'DEPENDENCY_CONDITION_ANY',
  /**
   * Successfully.
   */
  DEPENDENCY_CONDITION_SUCCESS: 'DEPENDENCY_CONDITION_SUCCESS',
  /**
   * Failed.
   */
  DEPENDENCY_CONDITION_FAILURE: 'DEPENDENCY_CONDITION_FAILURE',
} as const;

/**
 * How a parent must end for its child to run.
 */
export type DependencyConditionInput =
  /**
   * Not set; refused.
   */
  | 'DEPENDENCY_CONDITION_UNSPECIFIED'
  | 0
  /**
   * In any way, cancelled and skipped included.
   */
  | 'DEPENDENCY_CONDITION_ANY'
  | 1
  /**
   * Successfully.
   */
  | 'DEPENDENCY_CONDITION_SUCCESS'
  | 2
  /**
   * Failed.
   */
  | 'DEPENDENCY_CONDITION_FAILURE'
  | 3

/**
 * How a parent must end for its child to run.
 */
export type DependencyCondition = typeof DependencyCondition[keyof typeof DependencyCondition]
