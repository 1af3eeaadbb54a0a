// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin has stopped and stays so.
 */
export interface DisablePluginResponseInput {
}

/**
 * The plugin has stopped and stays so.
 */
export interface DisablePluginResponse {
}
