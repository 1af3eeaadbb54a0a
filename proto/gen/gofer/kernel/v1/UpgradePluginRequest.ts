// Original file: gofer/kernel/v1/plugin_management.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The plugin to upgrade.
 */
export interface UpgradePluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
  /**
   * Digest of a package that was fetched: another version of the same plugin.
   */
  'digest'?: (string);
  /**
   * How long a failure of the new version brings the old one back by itself, in milliseconds; 0 means 5 minutes.
   */
  'probationMs'?: (number | string | Long);
}

/**
 * The plugin to upgrade.
 */
export interface UpgradePluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
  /**
   * Digest of a package that was fetched: another version of the same plugin.
   */
  'digest': (string);
  /**
   * How long a failure of the new version brings the old one back by itself, in milliseconds; 0 means 5 minutes.
   */
  'probationMs': (number);
}
