// Original file: gofer/kernel/v1/token.proto


/**
 * Asks who the kernel takes the caller for.
 */
export interface WhoAmIRequestInput {
}

/**
 * Asks who the kernel takes the caller for.
 */
export interface WhoAmIRequest {
}
