// Original file: gofer/kernel/v1/store.proto

import type { ObjectTrailerInput as _gofer_kernel_v1_ObjectTrailerInput, ObjectTrailer as _gofer_kernel_v1_ObjectTrailer } from '../../../gofer/kernel/v1/ObjectTrailer.js';

/**
 * Where an object of a pipeline goes.
 */
export interface _gofer_kernel_v1_PutPipelineObjectRequest_HeaderInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Key of the object.
   */
  'key'?: (string);
  /**
   * Replace the object when it exists.
   */
  'force'?: (boolean);
}

/**
 * Where an object of a pipeline goes.
 */
export interface _gofer_kernel_v1_PutPipelineObjectRequest_Header {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Key of the object.
   */
  'key': (string);
  /**
   * Replace the object when it exists.
   */
  'force': (boolean);
}

/**
 * A part of a pipeline's object that is being stored.
 */
export interface PutPipelineObjectRequestInput {
  /**
   * Where it goes; the first message.
   */
  'header'?: (_gofer_kernel_v1_PutPipelineObjectRequest_HeaderInput | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  /**
   * What was sent; the last message.
   */
  'trailer'?: (_gofer_kernel_v1_ObjectTrailerInput | null);
  /**
   * What this message carries.
   */
  'part'?: "header"|"chunk"|"trailer";
}

/**
 * A part of a pipeline's object that is being stored.
 */
export interface PutPipelineObjectRequest {
  /**
   * Where it goes; the first message.
   */
  'header'?: (_gofer_kernel_v1_PutPipelineObjectRequest_Header | null);
  /**
   * The next bytes, at most 256 KiB.
   */
  'chunk'?: (Buffer);
  /**
   * What was sent; the last message.
   */
  'trailer'?: (_gofer_kernel_v1_ObjectTrailer | null);
  /**
   * What this message carries.
   */
  'part'?: "header"|"chunk"|"trailer";
}
