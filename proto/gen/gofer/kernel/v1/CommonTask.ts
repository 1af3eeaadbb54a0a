// Original file: gofer/kernel/v1/pipeline_config.proto


/**
 * A common task to run.
 */
export interface CommonTaskInput {
  /**
   * Alias of the installed plugin.
   */
  'name'?: (string);
  /**
   * What the pipeline passes to it.
   */
  'settings'?: ({[key: string]: string});
}

/**
 * A common task to run.
 */
export interface CommonTask {
  /**
   * Alias of the installed plugin.
   */
  'name': (string);
  /**
   * What the pipeline passes to it.
   */
  'settings': ({[key: string]: string});
}
