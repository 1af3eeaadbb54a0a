// Original file: gofer/kernel/v1/store.proto


/**
 * The secret is gone.
 */
export interface DeletePipelineSecretResponseInput {
}

/**
 * The secret is gone.
 */
export interface DeletePipelineSecretResponse {
}
