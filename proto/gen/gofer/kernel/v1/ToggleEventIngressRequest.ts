// Original file: gofer/kernel/v1/ingress.proto


// Original file: gofer/kernel/v1/ingress.proto

/**
 * What to do with it.
 */
export const _gofer_kernel_v1_ToggleEventIngressRequest_Change = {
  /**
   * On when it is off, off when it is on.
   */
  CHANGE_UNSPECIFIED: 'CHANGE_UNSPECIFIED',
  /**
   * On; no change when it is on.
   */
  CHANGE_ON: 'CHANGE_ON',
  /**
   * Off; no change when it is off.
   */
  CHANGE_OFF: 'CHANGE_OFF',
} as const;

/**
 * What to do with it.
 */
export type _gofer_kernel_v1_ToggleEventIngressRequest_ChangeInput =
  /**
   * On when it is off, off when it is on.
   */
  | 'CHANGE_UNSPECIFIED'
  | 0
  /**
   * On; no change when it is on.
   */
  | 'CHANGE_ON'
  | 1
  /**
   * Off; no change when it is off.
   */
  | 'CHANGE_OFF'
  | 2

/**
 * What to do with it.
 */
export type _gofer_kernel_v1_ToggleEventIngressRequest_Change = typeof _gofer_kernel_v1_ToggleEventIngressRequest_Change[keyof typeof _gofer_kernel_v1_ToggleEventIngressRequest_Change]

/**
 * What event ingress is to be.
 */
export interface ToggleEventIngressRequestInput {
  /**
   * What to do.
   */
  'change'?: (_gofer_kernel_v1_ToggleEventIngressRequest_ChangeInput);
}

/**
 * What event ingress is to be.
 */
export interface ToggleEventIngressRequest {
  /**
   * What to do.
   */
  'change': (_gofer_kernel_v1_ToggleEventIngressRequest_Change);
}
