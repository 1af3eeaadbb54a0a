// Original file: gofer/task/v1/task.proto


/**
 * The executions are forgotten.
 */
export interface ForgetResponseInput {
}

/**
 * The executions are forgotten.
 */
export interface ForgetResponse {
}
