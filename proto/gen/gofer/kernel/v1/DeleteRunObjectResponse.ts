// Original file: gofer/kernel/v1/store.proto


/**
 * The object is gone.
 */
export interface DeleteRunObjectResponseInput {
}

/**
 * The object is gone.
 */
export interface DeleteRunObjectResponse {
}
