// Original file: gofer/kernel/v1/triggers.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What to audit.
 */
export interface AuditSchedulesRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Expected fires from then on, Unix milliseconds; 0 means the last 24 hours.
   */
  'sinceMs'?: (number | string | Long);
}

/**
 * What to audit.
 */
export interface AuditSchedulesRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Expected fires from then on, Unix milliseconds; 0 means the last 24 hours.
   */
  'sinceMs': (number);
}
