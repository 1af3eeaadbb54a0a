// Original file: gofer/kernel/v1/token.proto

import type { TokenKindInput as _gofer_kernel_v1_TokenKindInput, TokenKind as _gofer_kernel_v1_TokenKind } from '../../../gofer/kernel/v1/TokenKind.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A token to make.
 */
export interface CreateTokenRequestInput {
  /**
   * What it is good for.
   */
  'kind'?: (_gofer_kernel_v1_TokenKindInput);
  /**
   * Namespaces of a client token, 1 to 100; empty for a management token.
   */
  'namespaces'?: (string)[];
  /**
   * Notes by name: at most 32, names to 64 and values to 1024 bytes.
   */
  'metadata'?: ({[key: string]: string});
  /**
   * How long it works, in milliseconds; 0 means for ever.
   */
  'lifetimeMs'?: (number | string | Long);
}

/**
 * A token to make.
 */
export interface CreateTokenRequest {
  /**
   * What it is good for.
   */
  'kind': (_gofer_kernel_v1_TokenKind);
  /**
   * Namespaces of a client token, 1 to 100; empty for a management token.
   */
  'namespaces': (string)[];
  /**
   * Notes by name: at most 32, names to 64 and values to 1024 bytes.
   */
  'metadata': ({[key: string]: string});
  /**
   * How long it works, in milliseconds; 0 means for ever.
   */
  'lifetimeMs': (number);
}
