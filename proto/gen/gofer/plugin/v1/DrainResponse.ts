// Original file: gofer/plugin/v1/plugin.proto


/**
 * The plugin has finished what it could.
 */
export interface DrainResponseInput {
}

/**
 * The plugin has finished what it could.
 */
export interface DrainResponse {
}
