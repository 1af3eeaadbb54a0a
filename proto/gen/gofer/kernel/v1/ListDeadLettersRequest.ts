// Original file: gofer/kernel/v1/triggers.proto


/**
 * Which dead letters to list.
 */
export interface ListDeadLettersRequestInput {
  /**
   * Only of this namespace; empty means all, also those of no namespace.
   */
  'namespace'?: (string);
  /**
   * Only of this trigger; empty means all.
   */
  'trigger'?: (string);
  /**
   * Most items to return.
   */
  'pageSize'?: (number);
  /**
   * Where to go on.
   */
  'pageToken'?: (string);
}

/**
 * Which dead letters to list.
 */
export interface ListDeadLettersRequest {
  /**
   * Only of this namespace; empty means all, also those of no namespace.
   */
  'namespace': (string);
  /**
   * Only of this trigger; empty means all.
   */
  'trigger': (string);
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on.
   */
  'pageToken': (string);
}
