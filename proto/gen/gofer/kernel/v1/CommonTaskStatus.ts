// Original file: gofer/kernel/v1/common_tasks.proto


/**
 * An installed common task.
 */
export interface CommonTaskStatusInput {
  /**
   * Alias of the installation.
   */
  'alias'?: (string);
  /**
   * Version of the plugin.
   */
  'version'?: (string);
  /**
   * It runs and can do its job.
   */
  'ready'?: (boolean);
  /**
   * Why it is not ready; empty when all is well.
   */
  'message'?: (string);
}

/**
 * An installed common task.
 */
export interface CommonTaskStatus {
  /**
   * Alias of the installation.
   */
  'alias': (string);
  /**
   * Version of the plugin.
   */
  'version': (string);
  /**
   * It runs and can do its job.
   */
  'ready': (boolean);
  /**
   * Why it is not ready; empty when all is well.
   */
  'message': (string);
}
