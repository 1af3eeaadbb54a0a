// Original file: gofer/kernel/v1/kernel.proto


/**
 * Asks for all plugins.
 */
export interface ListPluginsRequestInput {
}

/**
 * Asks for all plugins.
 */
export interface ListPluginsRequest {
}
