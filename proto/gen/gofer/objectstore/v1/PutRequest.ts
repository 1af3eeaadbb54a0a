// Original file: gofer/objectstore/v1/objectstore.proto

import type { PutHeaderInput as _gofer_objectstore_v1_PutHeaderInput, PutHeader as _gofer_objectstore_v1_PutHeader } from '../../../gofer/objectstore/v1/PutHeader.js';
import type { PutTrailerInput as _gofer_objectstore_v1_PutTrailerInput, PutTrailer as _gofer_objectstore_v1_PutTrailer } from '../../../gofer/objectstore/v1/PutTrailer.js';

/**
 * A part of an object that is being stored.
 */
export interface PutRequestInput {
  /**
   * What is stored and where; the first message.
   */
  'header'?: (_gofer_objectstore_v1_PutHeaderInput | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  /**
   * What was sent; the last message.
   */
  'trailer'?: (_gofer_objectstore_v1_PutTrailerInput | null);
  /**
   * What this message carries.
   */
  'part'?: "header"|"chunk"|"trailer";
}

/**
 * A part of an object that is being stored.
 */
export interface PutRequest {
  /**
   * What is stored and where; the first message.
   */
  'header'?: (_gofer_objectstore_v1_PutHeader | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer);
  /**
   * What was sent; the last message.
   */
  'trailer'?: (_gofer_objectstore_v1_PutTrailer | null);
  /**
   * What this message carries.
   */
  'part'?: "header"|"chunk"|"trailer";
}
