// Original file: gofer/kernel/v1/run.proto


/**
 * The output is deleted.
 */
export interface DeleteRunLogsResponseInput {
}

/**
 * The output is deleted.
 */
export interface DeleteRunLogsResponse {
}
