// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * Size of a terminal in characters.
 */
export interface TerminalSizeInput {
  /**
   * Characters a line.
   */
  'columns'?: (number);
  /**
   * Lines.
   */
  'rows'?: (number);
}

/**
 * Size of a terminal in characters.
 */
export interface TerminalSize {
  /**
   * Characters a line.
   */
  'columns': (number);
  /**
   * Lines.
   */
  'rows': (number);
}
