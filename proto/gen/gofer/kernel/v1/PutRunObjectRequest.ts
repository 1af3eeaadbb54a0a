// Original file: gofer/kernel/v1/store.proto

import type { ObjectTrailerInput as _gofer_kernel_v1_ObjectTrailerInput, ObjectTrailer as _gofer_kernel_v1_ObjectTrailer } from '../../../gofer/kernel/v1/ObjectTrailer.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Where an object of a run goes.
 */
export interface _gofer_kernel_v1_PutRunObjectRequest_HeaderInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Id of the run.
   */
  'runId'?: (number | string | Long);
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
 * Where an object of a run goes.
 */
export interface _gofer_kernel_v1_PutRunObjectRequest_Header {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Id of the run.
   */
  'runId': (number);
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
 * A part of a run's object that is being stored.
 */
export interface PutRunObjectRequestInput {
  /**
   * Where it goes; the first message.
   */
  'header'?: (_gofer_kernel_v1_PutRunObjectRequest_HeaderInput | null);
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
 * A part of a run's object that is being stored.
 */
export interface PutRunObjectRequest {
  /**
   * Where it goes; the first message.
   */
  'header'?: (_gofer_kernel_v1_PutRunObjectRequest_Header | null);
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
