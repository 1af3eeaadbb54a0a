// Original file: gofer/kernel/v1/ingress.proto


/**
 * What event ingress is now.
 */
export interface ToggleEventIngressResponseInput {
  /**
   * What comes from outside makes runs.
   */
  'acceptsEvents'?: (boolean);
}

/**
 * What event ingress is now.
 */
export interface ToggleEventIngressResponse {
  /**
   * What comes from outside makes runs.
   */
  'acceptsEvents': (boolean);
}
