// Original file: gofer/kernel/v1/store.proto

import type { StoredObjectInput as _gofer_kernel_v1_StoredObjectInput, StoredObject as _gofer_kernel_v1_StoredObject } from '../../../gofer/kernel/v1/StoredObject.js';

/**
 * The object is stored.
 */
export interface PutPipelineObjectResponseInput {
  /**
   * The object.
   */
  'object'?: (_gofer_kernel_v1_StoredObjectInput | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced'?: (boolean);
  /**
   * Keys of the oldest objects, removed because the pipeline had more than the server's limit.
   */
  'evictedKeys'?: (string)[];
}

/**
 * The object is stored.
 */
export interface PutPipelineObjectResponse {
  /**
   * The object.
   */
  'object': (_gofer_kernel_v1_StoredObject | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced': (boolean);
  /**
   * Keys of the oldest objects, removed because the pipeline had more than the server's limit.
   */
  'evictedKeys': (string)[];
}
