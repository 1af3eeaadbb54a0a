// Original file: gofer/task/v1/task.proto


/**
 * What is wrong with settings.
 */
export interface ValidateSettingsResponseInput {
  /**
   * All problems, each one sentence with the setting and the remedy; empty means valid.
   */
  'violations'?: (string)[];
}

/**
 * What is wrong with settings.
 */
export interface ValidateSettingsResponse {
  /**
   * All problems, each one sentence with the setting and the remedy; empty means valid.
   */
  'violations': (string)[];
}
