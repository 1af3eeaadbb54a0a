// Original file: plugin/plugin.proto


/**
 * An empty message; on the wire it is the same as google.protobuf.Empty.
 */
export interface EmptyInput {
}

/**
 * An empty message; on the wire it is the same as google.protobuf.Empty.
 */
export interface Empty {
}
