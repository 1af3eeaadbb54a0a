// Original file: gofer/kernel/v1/token.proto

import type { TokenInput as _gofer_kernel_v1_TokenInput, Token as _gofer_kernel_v1_Token } from '../../../gofer/kernel/v1/Token.js';

/**
 * The enabled token.
 */
export interface EnableTokenResponseInput {
  /**
   * The token.
   */
  'token'?: (_gofer_kernel_v1_TokenInput | null);
}

/**
 * The enabled token.
 */
export interface EnableTokenResponse {
  /**
   * The token.
   */
  'token': (_gofer_kernel_v1_Token | null);
}
