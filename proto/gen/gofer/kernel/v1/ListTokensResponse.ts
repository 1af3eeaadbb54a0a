// Original file: gofer/kernel/v1/token.proto

import type { TokenInput as _gofer_kernel_v1_TokenInput, Token as _gofer_kernel_v1_Token } from '../../../gofer/kernel/v1/Token.js';

/**
 * Some tokens.
 */
export interface ListTokensResponseInput {
  /**
   * The tokens.
   */
  'tokens'?: (_gofer_kernel_v1_TokenInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some tokens.
 */
export interface ListTokensResponse {
  /**
   * The tokens.
   */
  'tokens': (_gofer_kernel_v1_Token)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}
