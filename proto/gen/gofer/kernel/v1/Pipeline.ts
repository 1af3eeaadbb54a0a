// Original file: gofer/kernel/v1/kernel.proto

import type { RunInput as _gofer_kernel_v1_RunInput, Run as _gofer_kernel_v1_Run } from '../../../gofer/kernel/v1/Run.js';
import type { Long } from '@grpc/proto-loader';

// Original file: gofer/kernel/v1/kernel.proto

/**
 * Whether runs start.
 */
export const _gofer_kernel_v1_Pipeline_State = {
  /**
   * Not set; never sent.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * Runs start.
   */
  STATE_ACTIVE: 'STATE_ACTIVE',
  /**
   * No run starts.
   */
  STATE_DISABLED: 'STATE_DISABLED',
} as const;

/**
 * Whether runs start.
 */
export type _gofer_kernel_v1_Pipeline_StateInput =
  /**
   * Not set; never sent.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * Runs start.
   */
  | 'STATE_ACTIVE'
  | 1
  /**
   * No run starts.
   */
  | 'STATE_DISABLED'
  | 2

/**
 * Whether runs start.
 */
export type _gofer_kernel_v1_Pipeline_State = typeof _gofer_kernel_v1_Pipeline_State[keyof typeof _gofer_kernel_v1_Pipeline_State]

/**
 * A registered pipeline.
 */
export interface PipelineInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id.
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
   * Whether runs start.
   */
  'state'?: (_gofer_kernel_v1_Pipeline_StateInput);
  /**
   * The current version, from 1.
   */
  'version'?: (number | string | Long);
  /**
   * When it was registered, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When its current version was registered, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
  /**
   * Its newest run; absent when it has none.
   */
  'lastRun'?: (_gofer_kernel_v1_RunInput | null);
}

/**
 * A registered pipeline.
 */
export interface Pipeline {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id.
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
   * Whether runs start.
   */
  'state': (_gofer_kernel_v1_Pipeline_State);
  /**
   * The current version, from 1.
   */
  'version': (number);
  /**
   * When it was registered, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When its current version was registered, Unix milliseconds.
   */
  'modifiedAtMs': (number);
  /**
   * Its newest run; absent when it has none.
   */
  'lastRun': (_gofer_kernel_v1_Run | null);
}
