// Original file: gofer/objectstore/v1/objectstore.proto

import type { ObjectInfoInput as _gofer_objectstore_v1_ObjectInfoInput, ObjectInfo as _gofer_objectstore_v1_ObjectInfo } from '../../../gofer/objectstore/v1/ObjectInfo.js';

/**
 * The stored object.
 */
export interface PutResponseInput {
  /**
   * Its metadata.
   */
  'object'?: (_gofer_objectstore_v1_ObjectInfoInput | null);
}

/**
 * The stored object.
 */
export interface PutResponse {
  /**
   * Its metadata.
   */
  'object': (_gofer_objectstore_v1_ObjectInfo | null);
}
