// Original file: gofer/objectstore/v1/objectstore.proto


/**
 * The object is gone.
 */
export interface DeleteResponseInput {
}

/**
 * The object is gone.
 */
export interface DeleteResponse {
}
