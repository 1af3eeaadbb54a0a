// Original file: gofer/kernel/v1/token.proto

import type { TokenInput as _gofer_kernel_v1_TokenInput, Token as _gofer_kernel_v1_Token } from '../../../gofer/kernel/v1/Token.js';

/**
 * One token.
 */
export interface GetTokenResponseInput {
  /**
   * The token.
   */
  'token'?: (_gofer_kernel_v1_TokenInput | null);
}

/**
 * One token.
 */
export interface GetTokenResponse {
  /**
   * The token.
   */
  'token': (_gofer_kernel_v1_Token | null);
}
