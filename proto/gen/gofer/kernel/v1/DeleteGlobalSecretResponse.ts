// Original file: gofer/kernel/v1/store.proto


/**
 * The secret is gone.
 */
export interface DeleteGlobalSecretResponseInput {
}

/**
 * The secret is gone.
 */
export interface DeleteGlobalSecretResponse {
}
