// Original file: gofer/kernel/v1/token.proto


/**
 * Asks for the first token.
 */
export interface BootstrapTokenRequestInput {
  /**
   * Content of the file "bootstrap-proof" in the kernel's data directory: only its user can read it.
   */
  'proof'?: (string);
}

/**
 * Asks for the first token.
 */
export interface BootstrapTokenRequest {
  /**
   * Content of the file "bootstrap-proof" in the kernel's data directory: only its user can read it.
   */
  'proof': (string);
}
