// Original file: gofer/kernel/v1/store.proto

import type { StoredObjectInput as _gofer_kernel_v1_StoredObjectInput, StoredObject as _gofer_kernel_v1_StoredObject } from '../../../gofer/kernel/v1/StoredObject.js';

/**
 * A part of an object that is being read.
 */
export interface GetRunObjectResponseInput {
  /**
   * Facts about the object; the first message.
   */
  'object'?: (_gofer_kernel_v1_StoredObjectInput | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  /**
   * What this message carries.
   */
  'part'?: "object"|"chunk";
}

/**
 * A part of an object that is being read.
 */
export interface GetRunObjectResponse {
  /**
   * Facts about the object; the first message.
   */
  'object'?: (_gofer_kernel_v1_StoredObject | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer);
  /**
   * What this message carries.
   */
  'part'?: "object"|"chunk";
}
