// Original file: gofer/kernel/v1/token.proto

import type { TokenInput as _gofer_kernel_v1_TokenInput, Token as _gofer_kernel_v1_Token } from '../../../gofer/kernel/v1/Token.js';

// Original file: gofer/kernel/v1/token.proto

/**
 * What kind of caller it is.
 */
export const _gofer_kernel_v1_WhoAmIResponse_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
  /**
   * Everybody: the kernel is in development mode.
   */
  KIND_DEVELOPMENT: 'KIND_DEVELOPMENT',
  /**
   * The holder of a management token.
   */
  KIND_MANAGEMENT: 'KIND_MANAGEMENT',
  /**
   * The holder of a client token.
   */
  KIND_CLIENT: 'KIND_CLIENT',
  /**
   * A task of a run.
   */
  KIND_RUN: 'KIND_RUN',
  /**
   * A plugin.
   */
  KIND_PLUGIN: 'KIND_PLUGIN',
} as const;

/**
 * What kind of caller it is.
 */
export type _gofer_kernel_v1_WhoAmIResponse_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * Everybody: the kernel is in development mode.
   */
  | 'KIND_DEVELOPMENT'
  | 1
  /**
   * The holder of a management token.
   */
  | 'KIND_MANAGEMENT'
  | 2
  /**
   * The holder of a client token.
   */
  | 'KIND_CLIENT'
  | 3
  /**
   * A task of a run.
   */
  | 'KIND_RUN'
  | 4
  /**
   * A plugin.
   */
  | 'KIND_PLUGIN'
  | 5

/**
 * What kind of caller it is.
 */
export type _gofer_kernel_v1_WhoAmIResponse_Kind = typeof _gofer_kernel_v1_WhoAmIResponse_Kind[keyof typeof _gofer_kernel_v1_WhoAmIResponse_Kind]

/**
 * Who the caller is.
 */
export interface WhoAmIResponseInput {
  /**
   * What kind of caller it is.
   */
  'kind'?: (_gofer_kernel_v1_WhoAmIResponse_KindInput);
  /**
   * What events call this initiator.
   */
  'name'?: (string);
  /**
   * The token, of a holder of one.
   */
  'token'?: (_gofer_kernel_v1_TokenInput | null);
  /**
   * Namespaces whose things the caller may see; empty for one who may see all.
   */
  'namespaces'?: (string)[];
}

/**
 * Who the caller is.
 */
export interface WhoAmIResponse {
  /**
   * What kind of caller it is.
   */
  'kind': (_gofer_kernel_v1_WhoAmIResponse_Kind);
  /**
   * What events call this initiator.
   */
  'name': (string);
  /**
   * The token, of a holder of one.
   */
  'token': (_gofer_kernel_v1_Token | null);
  /**
   * Namespaces whose things the caller may see; empty for one who may see all.
   */
  'namespaces': (string)[];
}
