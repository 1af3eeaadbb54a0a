// Original file: gofer/task/v1/task.proto


/**
 * What the plugin does.
 */
export interface DescribeResponseInput {
  /**
   * What it does, for a person.
   */
  'description'?: (string);
  /**
   * JSON Schema (draft 2020-12) of the settings, UTF-8.
   */
  'settingsSchema'?: (Buffer | Uint8Array | string);
}

/**
 * What the plugin does.
 */
export interface DescribeResponse {
  /**
   * What it does, for a person.
   */
  'description': (string);
  /**
   * JSON Schema (draft 2020-12) of the settings, UTF-8.
   */
  'settingsSchema': (Buffer);
}
