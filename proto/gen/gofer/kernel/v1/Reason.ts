// Original file: gofer/kernel/v1/run.proto

import type { ReasonKindInput as _gofer_kernel_v1_ReasonKindInput, ReasonKind as _gofer_kernel_v1_ReasonKind } from '../../../gofer/kernel/v1/ReasonKind.js';

/**
 * Why something is as it is.
 */
export interface ReasonInput {
  /**
   * What kind of reason it is.
   */
  'kind'?: (_gofer_kernel_v1_ReasonKindInput);
  /**
   * One sentence that a person can act on.
   */
  'message'?: (string);
}

/**
 * Why something is as it is.
 */
export interface Reason {
  /**
   * What kind of reason it is.
   */
  'kind': (_gofer_kernel_v1_ReasonKind);
  /**
   * One sentence that a person can act on.
   */
  'message': (string);
}
