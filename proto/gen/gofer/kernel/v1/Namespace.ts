// Original file: gofer/kernel/v1/namespace.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A part of the server with pipelines of its own, which others do not see.
 */
export interface NamespaceInput {
  /**
   * Id: 3 to 32 of A-Z a-z 0-9 _.
   */
  'id'?: (string);
  /**
   * Name for people.
   */
  'name'?: (string);
  /**
   * What it is for.
   */
  'description'?: (string);
  /**
   * When it was made, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When its name or description was changed last, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * A part of the server with pipelines of its own, which others do not see.
 */
export interface Namespace {
  /**
   * Id: 3 to 32 of A-Z a-z 0-9 _.
   */
  'id': (string);
  /**
   * Name for people.
   */
  'name': (string);
  /**
   * What it is for.
   */
  'description': (string);
  /**
   * When it was made, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When its name or description was changed last, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}
