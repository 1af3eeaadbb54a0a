// Original file: gofer/plugin/v1/plugin.proto


/**
 * Asks for the facts about a plugin.
 */
export interface GetInfoRequestInput {
}

/**
 * Asks for the facts about a plugin.
 */
export interface GetInfoRequest {
}
