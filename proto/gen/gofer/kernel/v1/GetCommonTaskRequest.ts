// Original file: gofer/kernel/v1/common_tasks.proto


/**
 * The common task to get.
 */
export interface GetCommonTaskRequestInput {
  /**
   * Namespace whose pipelines are shown.
   */
  'namespace'?: (string);
  /**
   * Alias of the common task; the role in front of it may be left out.
   */
  'alias'?: (string);
}

/**
 * The common task to get.
 */
export interface GetCommonTaskRequest {
  /**
   * Namespace whose pipelines are shown.
   */
  'namespace': (string);
  /**
   * Alias of the common task; the role in front of it may be left out.
   */
  'alias': (string);
}
