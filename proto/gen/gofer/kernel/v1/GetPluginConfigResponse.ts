// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * A plugin's configuration.
 */
export interface GetPluginConfigResponseInput {
  /**
   * The configuration that it is given: a JSON object, without secrets.
   */
  'config'?: (Buffer | Uint8Array | string);
  /**
   * Where the values of its secret fields are, by JSON pointer: "file:<path>" or "env:<variable>".
   */
  'secretReferences'?: ({[key: string]: string});
  /**
   * JSON Schema of the configuration; empty when it takes none.
   */
  'schema'?: (Buffer | Uint8Array | string);
}

/**
 * A plugin's configuration.
 */
export interface GetPluginConfigResponse {
  /**
   * The configuration that it is given: a JSON object, without secrets.
   */
  'config': (Buffer);
  /**
   * Where the values of its secret fields are, by JSON pointer: "file:<path>" or "env:<variable>".
   */
  'secretReferences': ({[key: string]: string});
  /**
   * JSON Schema of the configuration; empty when it takes none.
   */
  'schema': (Buffer);
}
