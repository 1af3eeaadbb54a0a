// Original file: gofer/kernel/v1/token.proto

import type { TokenKindInput as _gofer_kernel_v1_TokenKindInput, TokenKind as _gofer_kernel_v1_TokenKind } from '../../../gofer/kernel/v1/TokenKind.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A token without its text, which only its creator has seen.
 */
export interface TokenInput {
  /**
   * Id: the part of the text between its first two underscores. Not secret.
   */
  'id'?: (string);
  /**
   * What it is good for.
   */
  'kind'?: (_gofer_kernel_v1_TokenKindInput);
  /**
   * Namespaces of a client token; one that was deleted is no longer among them.
   */
  'namespaces'?: (string)[];
  /**
   * Notes of the one who made it, by name.
   */
  'metadata'?: ({[key: string]: string});
  /**
   * When it was made, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When it stops to work, Unix milliseconds; 0 means never.
   */
  'expiresAtMs'?: (number | string | Long);
  /**
   * It does not work until it is enabled again.
   */
  'disabled'?: (boolean);
}

/**
 * A token without its text, which only its creator has seen.
 */
export interface Token {
  /**
   * Id: the part of the text between its first two underscores. Not secret.
   */
  'id': (string);
  /**
   * What it is good for.
   */
  'kind': (_gofer_kernel_v1_TokenKind);
  /**
   * Namespaces of a client token; one that was deleted is no longer among them.
   */
  'namespaces': (string)[];
  /**
   * Notes of the one who made it, by name.
   */
  'metadata': ({[key: string]: string});
  /**
   * When it was made, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When it stops to work, Unix milliseconds; 0 means never.
   */
  'expiresAtMs': (number);
  /**
   * It does not work until it is enabled again.
   */
  'disabled': (boolean);
}
