// Original file: gofer/plugin/v1/plugin.proto


/**
 * A configuration to check.
 */
export interface ValidateConfigRequestInput {
  /**
   * The configuration: a JSON object, UTF-8, without the values of its secret fields.
   */
  'config'?: (Buffer | Uint8Array | string);
  /**
   * Values of the secret fields by JSON pointer ("/encryption_key").
   */
  'secrets'?: ({[key: string]: Buffer | Uint8Array | string});
}

/**
 * A configuration to check.
 */
export interface ValidateConfigRequest {
  /**
   * The configuration: a JSON object, UTF-8, without the values of its secret fields.
   */
  'config': (Buffer);
  /**
   * Values of the secret fields by JSON pointer ("/encryption_key").
   */
  'secrets': ({[key: string]: Buffer});
}
