// Original file: gofer/task/v1/task.proto


/**
 * How far an execution is.
 */
export interface ProgressInput {
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * Share that is done, 0 to 1; 0 when not known.
   */
  'fraction'?: (number | string);
}

/**
 * How far an execution is.
 */
export interface Progress {
  /**
   * One sentence for a person.
   */
  'message': (string);
  /**
   * Share that is done, 0 to 1; 0 when not known.
   */
  'fraction': (number);
}
