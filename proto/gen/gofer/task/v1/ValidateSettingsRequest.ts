// Original file: gofer/task/v1/task.proto


/**
 * Settings to check.
 */
export interface ValidateSettingsRequestInput {
  /**
   * What the pipeline passes; references in it may be unresolved.
   */
  'settings'?: ({[key: string]: string});
}

/**
 * Settings to check.
 */
export interface ValidateSettingsRequest {
  /**
   * What the pipeline passes; references in it may be unresolved.
   */
  'settings': ({[key: string]: string});
}
