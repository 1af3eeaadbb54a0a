// Original file: gofer/secretstore/v1/secretstore.proto


/**
 * The secret is gone.
 */
export interface DeleteResponseInput {
}

/**
 * The secret is gone.
 */
export interface DeleteResponse {
}
