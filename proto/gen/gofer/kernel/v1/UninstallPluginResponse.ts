// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin is removed; its data directory is kept.
 */
export interface UninstallPluginResponseInput {
}

/**
 * The plugin is removed; its data directory is kept.
 */
export interface UninstallPluginResponse {
}
