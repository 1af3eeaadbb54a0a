// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Facts about the kernel.
 */
export interface GetServiceInfoResponseInput {
  /**
   * Semantic version.
   */
  'version'?: (string);
  /**
   * No authentication, made for one machine.
   */
  'developmentMode'?: (boolean);
  /**
   * When this process started, Unix milliseconds.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * Alias of the scheduler that new runs use.
   */
  'scheduler'?: (string);
  /**
   * Runs that are pending or running.
   */
  'liveRuns'?: (number | string | Long);
  /**
   * Where the kernel keeps its data.
   */
  'dataDirectory'?: (string);
  /**
   * Things an admin should know, one sentence each.
   */
  'warnings'?: (string)[];
  /**
   * Transactions of the ledger since the start.
   */
  'commits'?: (number | string | Long);
  /**
   * Changed runs and task runs in them: many a commit means that work is grouped well.
   */
  'stateChanges'?: (number | string | Long);
}

/**
 * Facts about the kernel.
 */
export interface GetServiceInfoResponse {
  /**
   * Semantic version.
   */
  'version': (string);
  /**
   * No authentication, made for one machine.
   */
  'developmentMode': (boolean);
  /**
   * When this process started, Unix milliseconds.
   */
  'startedAtMs': (number);
  /**
   * Alias of the scheduler that new runs use.
   */
  'scheduler': (string);
  /**
   * Runs that are pending or running.
   */
  'liveRuns': (number);
  /**
   * Where the kernel keeps its data.
   */
  'dataDirectory': (string);
  /**
   * Things an admin should know, one sentence each.
   */
  'warnings': (string)[];
  /**
   * Transactions of the ledger since the start.
   */
  'commits': (number);
  /**
   * Changed runs and task runs in them: many a commit means that work is grouped well.
   */
  'stateChanges': (number);
}
