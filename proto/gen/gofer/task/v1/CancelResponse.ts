// Original file: gofer/task/v1/task.proto


/**
 * The execution was asked to end.
 */
export interface CancelResponseInput {
}

/**
 * The execution was asked to end.
 */
export interface CancelResponse {
}
