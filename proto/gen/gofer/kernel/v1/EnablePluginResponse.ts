// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin is being started.
 */
export interface EnablePluginResponseInput {
}

/**
 * The plugin is being started.
 */
export interface EnablePluginResponse {
}
