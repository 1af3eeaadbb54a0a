// Original file: gofer/kernel/v1/run.proto


/**
 * Size of a terminal in characters, each from 1 to 65,535.
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
 * Size of a terminal in characters, each from 1 to 65,535.
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
