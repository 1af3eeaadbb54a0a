// Original file: gofer/kernel/v1/store.proto

import type { StoredObjectInput as _gofer_kernel_v1_StoredObjectInput, StoredObject as _gofer_kernel_v1_StoredObject } from '../../../gofer/kernel/v1/StoredObject.js';

/**
 * Some objects.
 */
export interface ListRunObjectsResponseInput {
  /**
   * The objects in the byte order of their keys.
   */
  'objects'?: (_gofer_kernel_v1_StoredObjectInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
  /**
   * The run is so old that its objects were removed.
   */
  'expired'?: (boolean);
}

/**
 * Some objects.
 */
export interface ListRunObjectsResponse {
  /**
   * The objects in the byte order of their keys.
   */
  'objects': (_gofer_kernel_v1_StoredObject)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
  /**
   * The run is so old that its objects were removed.
   */
  'expired': (boolean);
}
