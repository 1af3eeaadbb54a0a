// Original file: gofer/kernel/v1/kernel.proto


/**
 * Asks for facts about the kernel.
 */
export interface GetServiceInfoRequestInput {
}

/**
 * Asks for facts about the kernel.
 */
export interface GetServiceInfoRequest {
}
