// Original file: gofer/kernel/v1/triggers.proto

import type { Long } from '@grpc/proto-loader';

/**
 * An installed trigger and what it has to do.
 */
export interface TriggerStatusInput {
  /**
   * Alias of the installation.
   */
  'alias'?: (string);
  /**
   * Version of the plugin.
   */
  'version'?: (string);
  /**
   * It runs and can do its job.
   */
  'ready'?: (boolean);
  /**
   * Why it is not ready; empty when all is well.
   */
  'message'?: (string);
  /**
   * Subscriptions of the namespace.
   */
  'subscriptions'?: (number | string | Long);
  /**
   * External events that are stored and wait for it.
   */
  'waitingEvents'?: (number | string | Long);
  /**
   * Firings and events of it that came to nothing.
   */
  'deadLetters'?: (number | string | Long);
  /**
   * Path of its external events; empty when it takes none or that is not known yet.
   */
  'eventsPath'?: (string);
}

/**
 * An installed trigger and what it has to do.
 */
export interface TriggerStatus {
  /**
   * Alias of the installation.
   */
  'alias': (string);
  /**
   * Version of the plugin.
   */
  'version': (string);
  /**
   * It runs and can do its job.
   */
  'ready': (boolean);
  /**
   * Why it is not ready; empty when all is well.
   */
  'message': (string);
  /**
   * Subscriptions of the namespace.
   */
  'subscriptions': (number);
  /**
   * External events that are stored and wait for it.
   */
  'waitingEvents': (number);
  /**
   * Firings and events of it that came to nothing.
   */
  'deadLetters': (number);
  /**
   * Path of its external events; empty when it takes none or that is not known yet.
   */
  'eventsPath': (string);
}
