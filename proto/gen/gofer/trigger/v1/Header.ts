// Original file: gofer/trigger/v1/trigger.proto


/**
 * One header of an HTTP message.
 */
export interface HeaderInput {
  /**
   * Name.
   */
  'name'?: (string);
  /**
   * Value.
   */
  'value'?: (string);
}

/**
 * One header of an HTTP message.
 */
export interface Header {
  /**
   * Name.
   */
  'name': (string);
  /**
   * Value.
   */
  'value': (string);
}
