// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The configuration is stored, and the plugin is being started with it.
 */
export interface SetPluginConfigResponseInput {
}

/**
 * The configuration is stored, and the plugin is being started with it.
 */
export interface SetPluginConfigResponse {
}
