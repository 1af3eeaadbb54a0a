// Original file: gofer/kernel/v1/store.proto

import type { StoredObjectInput as _gofer_kernel_v1_StoredObjectInput, StoredObject as _gofer_kernel_v1_StoredObject } from '../../../gofer/kernel/v1/StoredObject.js';

/**
 * The object is stored.
 */
export interface PutRunObjectResponseInput {
  /**
   * The object.
   */
  'object'?: (_gofer_kernel_v1_StoredObjectInput | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced'?: (boolean);
}

/**
 * The object is stored.
 */
export interface PutRunObjectResponse {
  /**
   * The object.
   */
  'object': (_gofer_kernel_v1_StoredObject | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced': (boolean);
}
