// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One sample. A field that the backend did not measure is absent.
 */
export interface StreamStatsResponseInput {
  /**
   * When it was taken, Unix milliseconds.
   */
  'sampledAtMs'?: (number | string | Long);
  /**
   * Processor time used since the start, in milliseconds.
   */
  'cpuMs'?: (number | string | Long);
  /**
   * Memory in use, in bytes.
   */
  'memoryBytes'?: (number | string | Long);
  /**
   * Processes and threads.
   */
  'pids'?: (number | string | Long);
  /**
   * Bytes received from the network since the start.
   */
  'networkReceivedBytes'?: (number | string | Long);
  /**
   * Bytes sent to the network since the start.
   */
  'networkSentBytes'?: (number | string | Long);
  '_cpuMs'?: "cpuMs";
  '_memoryBytes'?: "memoryBytes";
  '_pids'?: "pids";
  '_networkReceivedBytes'?: "networkReceivedBytes";
  '_networkSentBytes'?: "networkSentBytes";
}

/**
 * One sample. A field that the backend did not measure is absent.
 */
export interface StreamStatsResponse {
  /**
   * When it was taken, Unix milliseconds.
   */
  'sampledAtMs': (number);
  /**
   * Processor time used since the start, in milliseconds.
   */
  'cpuMs'?: (number);
  /**
   * Memory in use, in bytes.
   */
  'memoryBytes'?: (number);
  /**
   * Processes and threads.
   */
  'pids'?: (number);
  /**
   * Bytes received from the network since the start.
   */
  'networkReceivedBytes'?: (number);
  /**
   * Bytes sent to the network since the start.
   */
  'networkSentBytes'?: (number);
  '_cpuMs'?: "cpuMs";
  '_memoryBytes'?: "memoryBytes";
  '_pids'?: "pids";
  '_networkReceivedBytes'?: "networkReceivedBytes";
  '_networkSentBytes'?: "networkSentBytes";
}
