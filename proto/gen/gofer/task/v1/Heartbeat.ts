// Original file: gofer/task/v1/task.proto


/**
 * A sign of life.
 */
export interface HeartbeatInput {
}

/**
 * A sign of life.
 */
export interface Heartbeat {
}
