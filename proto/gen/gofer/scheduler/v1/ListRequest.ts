// Original file: gofer/scheduler/v1/scheduler.proto


/**
 * Asks for all containers of the installation.
 */
export interface ListRequestInput {
}

/**
 * Asks for all containers of the installation.
 */
export interface ListRequest {
}
