// Original file: gofer/objectstore/v1/objectstore.proto

import type { ObjectInfoInput as _gofer_objectstore_v1_ObjectInfoInput, ObjectInfo as _gofer_objectstore_v1_ObjectInfo } from '../../../gofer/objectstore/v1/ObjectInfo.js';

/**
 * A part of an object that is being read.
 */
export interface GetResponseInput {
  /**
   * Metadata of the whole object; the first message.
   */
  'object'?: (_gofer_objectstore_v1_ObjectInfoInput | null);
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
export interface GetResponse {
  /**
   * Metadata of the whole object; the first message.
   */
  'object'?: (_gofer_objectstore_v1_ObjectInfo | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer);
  /**
   * What this message carries.
   */
  'part'?: "object"|"chunk";
}
