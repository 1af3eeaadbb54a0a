// Original file: gofer/task/v1/task.proto


/**
 * Asks what the plugin does.
 */
export interface DescribeRequestInput {
}

/**
 * Asks what the plugin does.
 */
export interface DescribeRequest {
}
