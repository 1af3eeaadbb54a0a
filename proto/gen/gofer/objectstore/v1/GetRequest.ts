// Original file: gofer/objectstore/v1/objectstore.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The object to read.
 */
export interface GetRequestInput {
  /**
   * Scope of the object.
   */
  'scope'?: (string);
  /**
   * Key of the object.
   */
  'key'?: (string);
  /**
   * First byte to send, from 0.
   */
  'offsetBytes'?: (number | string | Long);
  /**
   * Number of bytes to send; 0 means up to the end.
   */
  'lengthBytes'?: (number | string | Long);
}

/**
 * The object to read.
 */
export interface GetRequest {
  /**
   * Scope of the object.
   */
  'scope': (string);
  /**
   * Key of the object.
   */
  'key': (string);
  /**
   * First byte to send, from 0.
   */
  'offsetBytes': (number);
  /**
   * Number of bytes to send; 0 means up to the end.
   */
  'lengthBytes': (number);
}
