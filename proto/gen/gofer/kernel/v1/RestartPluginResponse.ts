// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The old process has ended, a new one is being started.
 */
export interface RestartPluginResponseInput {
}

/**
 * The old process has ended, a new one is being started.
 */
export interface RestartPluginResponse {
}
