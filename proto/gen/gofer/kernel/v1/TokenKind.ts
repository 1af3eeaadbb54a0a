// Original file: gofer/kernel/v1/token.proto

/**
 * What a token is good for.
 */
export const TokenKind = {
  /**
   * Not set; refused in requests, never sent.
   */
  TOKEN_KIND_UNSPECIFIED: 'TOKEN_KIND_UNSPECIFIED',
  /**
   * Everything.
   */
  TOKEN_KIND_MANAGEMENT: 'TOKEN_KIND_MANAGEMENT',
  /**
   * The things of its namespaces.
   */
  TOKEN_KIND_CLIENT: 'TOKEN_KIND_CLIENT',
} as const;

/**
 * What a token is good for.
 */
export type TokenKindInput =
  /**
   * Not set; refused in requests, never sent.
   */
  | 'TOKEN_KIND_UNSPECIFIED'
  | 0
  /**
   * Everything.
   */
  | 'TOKEN_KIND_MANAGEMENT'
  | 1
  /**
   * The things of its namespaces.
   */
  | 'TOKEN_KIND_CLIENT'
  | 2

/**
 * What a token is good for.
 */
export type TokenKind = typeof TokenKind[keyof typeof TokenKind]
