// Original file: gofer/kernel/v1/store.proto


/**
 * The object is gone.
 */
export interface DeletePipelineObjectResponseInput {
}

/**
 * The object is gone.
 */
export interface DeletePipelineObjectResponse {
}
