// Original file: gofer/plugin/v1/plugin.proto


/**
 * Opens the status stream.
 */
export interface WatchStatusRequestInput {
}

/**
 * Opens the status stream.
 */
export interface WatchStatusRequest {
}
