// Original file: gofer/objectstore/v1/objectstore.proto

import type { ObjectInfoInput as _gofer_objectstore_v1_ObjectInfoInput, ObjectInfo as _gofer_objectstore_v1_ObjectInfo } from '../../../gofer/objectstore/v1/ObjectInfo.js';

/**
 * Some objects.
 */
export interface ListResponseInput {
  /**
   * The objects in the byte order of their keys.
   */
  'objects'?: (_gofer_objectstore_v1_ObjectInfoInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some objects.
 */
export interface ListResponse {
  /**
   * The objects in the byte order of their keys.
   */
  'objects': (_gofer_objectstore_v1_ObjectInfo)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}
