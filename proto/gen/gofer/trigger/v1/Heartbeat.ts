// Original file: gofer/trigger/v1/trigger.proto


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
