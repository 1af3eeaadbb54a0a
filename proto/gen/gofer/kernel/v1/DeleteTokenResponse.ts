// Original file: gofer/kernel/v1/token.proto


/**
 * The token is gone.
 */
export interface DeleteTokenResponseInput {
}

/**
 * The token is gone.
 */
export interface DeleteTokenResponse {
}
