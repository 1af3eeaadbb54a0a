// Original file: gofer/kernel/v1/token.proto

import type { TokenInput as _gofer_kernel_v1_TokenInput, Token as _gofer_kernel_v1_Token } from '../../../gofer/kernel/v1/Token.js';

/**
 * The token that was made.
 */
export interface CreateTokenResponseInput {
  /**
   * Facts about it.
   */
  'token'?: (_gofer_kernel_v1_TokenInput | null);
  /**
   * Its text: shown once, and not kept.
   */
  'text'?: (string);
}

/**
 * The token that was made.
 */
export interface CreateTokenResponse {
  /**
   * Facts about it.
   */
  'token': (_gofer_kernel_v1_Token | null);
  /**
   * Its text: shown once, and not kept.
   */
  'text': (string);
}
