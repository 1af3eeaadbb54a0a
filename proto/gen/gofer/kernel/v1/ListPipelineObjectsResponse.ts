// Original file: gofer/kernel/v1/store.proto

import type { StoredObjectInput as _gofer_kernel_v1_StoredObjectInput, StoredObject as _gofer_kernel_v1_StoredObject } from '../../../gofer/kernel/v1/StoredObject.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Some objects.
 */
export interface ListPipelineObjectsResponseInput {
  /**
   * The objects in the byte order of their keys.
   */
  'objects'?: (_gofer_kernel_v1_StoredObjectInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
  /**
   * Most objects that a pipeline may have; 0 means no limit.
   */
  'limit'?: (number | string | Long);
}

/**
 * Some objects.
 */
export interface ListPipelineObjectsResponse {
  /**
   * The objects in the byte order of their keys.
   */
  'objects': (_gofer_kernel_v1_StoredObject)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
  /**
   * Most objects that a pipeline may have; 0 means no limit.
   */
  'limit': (number);
}
