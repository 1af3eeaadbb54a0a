// Original file: gofer/kernel/v1/plugin_management.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How far it is.
 */
export interface MigrateStoreResponseInput {
  /**
   * Objects or secrets that are in the new store and were read back from there.
   */
  'copiedItems'?: (number | string | Long);
  /**
   * Their bytes; 0 for secrets.
   */
  'copiedBytes'?: (number | string | Long);
  /**
   * Objects or secrets in all, as far as is known: what is put meanwhile is added.
   */
  'totalItems'?: (number | string | Long);
  /**
   * Their bytes; 0 for secrets.
   */
  'totalBytes'?: (number | string | Long);
  /**
   * The store is in use; only in the last message.
   */
  'switched'?: (boolean);
  /**
   * Alias of the plugin that was in use before; only in the last message.
   */
  'previousAlias'?: (string);
}

/**
 * How far it is.
 */
export interface MigrateStoreResponse {
  /**
   * Objects or secrets that are in the new store and were read back from there.
   */
  'copiedItems': (number);
  /**
   * Their bytes; 0 for secrets.
   */
  'copiedBytes': (number);
  /**
   * Objects or secrets in all, as far as is known: what is put meanwhile is added.
   */
  'totalItems': (number);
  /**
   * Their bytes; 0 for secrets.
   */
  'totalBytes': (number);
  /**
   * The store is in use; only in the last message.
   */
  'switched': (boolean);
  /**
   * Alias of the plugin that was in use before; only in the last message.
   */
  'previousAlias': (string);
}
