// Original file: gofer/kernel/v1/run.proto


// Original file: gofer/kernel/v1/run.proto

/**
 * What kind of initiator it is.
 */
export const _gofer_kernel_v1_Initiator_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
  /**
   * A client of the API.
   */
  KIND_USER: 'KIND_USER',
  /**
   * A trigger.
   */
  KIND_TRIGGER: 'KIND_TRIGGER',
  /**
   * The kernel itself.
   */
  KIND_SYSTEM: 'KIND_SYSTEM',
} as const;

/**
 * What kind of initiator it is.
 */
export type _gofer_kernel_v1_Initiator_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * A client of the API.
   */
  | 'KIND_USER'
  | 1
  /**
   * A trigger.
   */
  | 'KIND_TRIGGER'
  | 2
  /**
   * The kernel itself.
   */
  | 'KIND_SYSTEM'
  | 3

/**
 * What kind of initiator it is.
 */
export type _gofer_kernel_v1_Initiator_Kind = typeof _gofer_kernel_v1_Initiator_Kind[keyof typeof _gofer_kernel_v1_Initiator_Kind]

/**
 * Who or what did something.
 */
export interface InitiatorInput {
  /**
   * What kind it is.
   */
  'kind'?: (_gofer_kernel_v1_Initiator_KindInput);
  /**
   * Name: of the token, of the trigger and its label, or of the part of the kernel.
   */
  'name'?: (string);
}

/**
 * Who or what did something.
 */
export interface Initiator {
  /**
   * What kind it is.
   */
  'kind': (_gofer_kernel_v1_Initiator_Kind);
  /**
   * Name: of the token, of the trigger and its label, or of the part of the kernel.
   */
  'name': (string);
}
