// Original file: gofer/kernel/v1/triggers.proto

import type { DeadLetterInput as _gofer_kernel_v1_DeadLetterInput, DeadLetter as _gofer_kernel_v1_DeadLetter } from '../../../gofer/kernel/v1/DeadLetter.js';

/**
 * Some dead letters.
 */
export interface ListDeadLettersResponseInput {
  /**
   * The dead letters, newest first.
   */
  'deadLetters'?: (_gofer_kernel_v1_DeadLetterInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some dead letters.
 */
export interface ListDeadLettersResponse {
  /**
   * The dead letters, newest first.
   */
  'deadLetters': (_gofer_kernel_v1_DeadLetter)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}
