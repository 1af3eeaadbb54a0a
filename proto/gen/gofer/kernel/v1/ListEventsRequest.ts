// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Which events to list.
 */
export interface ListEventsRequestInput {
  /**
   * Namespace; empty means all that the caller may see.
   */
  'namespace'?: (string);
  /**
   * Only events after this sequence number (before it, when reverse); 0 means from the beginning (the end).
   */
  'afterSequence'?: (number | string | Long);
  /**
   * Newest first; not together with follow.
   */
  'reverse'?: (boolean);
  /**
   * Go on with what happens.
   */
  'follow'?: (boolean);
  /**
   * Only these kinds; empty means all.
   */
  'kinds'?: (string)[];
  /**
   * Only events of this pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Only events of this run of the pipeline, which must be named then.
   */
  'runId'?: (number | string | Long);
  /**
   * Most events to send; 0 means all.
   */
  'limit'?: (number | string | Long);
}

/**
 * Which events to list.
 */
export interface ListEventsRequest {
  /**
   * Namespace; empty means all that the caller may see.
   */
  'namespace': (string);
  /**
   * Only events after this sequence number (before it, when reverse); 0 means from the beginning (the end).
   */
  'afterSequence': (number);
  /**
   * Newest first; not together with follow.
   */
  'reverse': (boolean);
  /**
   * Go on with what happens.
   */
  'follow': (boolean);
  /**
   * Only these kinds; empty means all.
   */
  'kinds': (string)[];
  /**
   * Only events of this pipeline.
   */
  'pipelineId': (string);
  /**
   * Only events of this run of the pipeline, which must be named then.
   */
  'runId': (number);
  /**
   * Most events to send; 0 means all.
   */
  'limit': (number);
}
