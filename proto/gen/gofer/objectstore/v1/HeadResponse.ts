// Original file: gofer/objectstore/v1/objectstore.proto

import type { ObjectInfoInput as _gofer_objectstore_v1_ObjectInfoInput, ObjectInfo as _gofer_objectstore_v1_ObjectInfo } from '../../../gofer/objectstore/v1/ObjectInfo.js';

/**
 * Facts about one object.
 */
export interface HeadResponseInput {
  /**
   * The facts.
   */
  'object'?: (_gofer_objectstore_v1_ObjectInfoInput | null);
}

/**
 * Facts about one object.
 */
export interface HeadResponse {
  /**
   * The facts.
   */
  'object': (_gofer_objectstore_v1_ObjectInfo | null);
}
