// Original file: gofer/kernel/v1/pipeline_config.proto


/**
 * A use of a trigger.
 */
export interface TriggerConfigInput {
  /**
   * Alias of the installed plugin.
   */
  'name'?: (string);
  /**
   * Identity of this use inside the pipeline: 3 to 32 of [A-Za-z0-9_].
   */
  'label'?: (string);
  /**
   * What the pipeline passes to it.
   */
  'settings'?: ({[key: string]: string});
}

/**
 * A use of a trigger.
 */
export interface TriggerConfig {
  /**
   * Alias of the installed plugin.
   */
  'name': (string);
  /**
   * Identity of this use inside the pipeline: 3 to 32 of [A-Za-z0-9_].
   */
  'label': (string);
  /**
   * What the pipeline passes to it.
   */
  'settings': ({[key: string]: string});
}
