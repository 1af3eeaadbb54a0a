// Original file: gofer/plugin/v1/plugin.proto

import type { KernelInfoInput as _gofer_plugin_v1_KernelInfoInput, KernelInfo as _gofer_plugin_v1_KernelInfo } from '../../../gofer/plugin/v1/KernelInfo.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Everything a plugin gets from the kernel before it works.
 */
export interface ConfigureRequestInput {
  /**
   * The configuration: a JSON object, UTF-8, with the schema's defaults filled in and without the values
   * of its secret fields.
   */
  'config'?: (Buffer | Uint8Array | string);
  /**
   * Values of the secret fields by JSON pointer ("/encryption_key").
   */
  'secrets'?: ({[key: string]: Buffer | Uint8Array | string});
  /**
   * Hash over config and secrets; equal hashes mean equal configurations.
   */
  'configHash'?: (string);
  /**
   * Identity of the installation: what this plugin creates outside must be labelled with it, and things
   * labelled with another installation must be left alone. A DNS label of at most 63 characters.
   */
  'installationId'?: (string);
  /**
   * Counts the starts of this installation, from 1. Label what is created with it.
   */
  'generation'?: (number | string | Long);
  /**
   * Directory that belongs to this installation; it exists, with mode 0700, and survives restarts and upgrades.
   */
  'dataDirectory'?: (string);
  /**
   * The kernel that calls.
   */
  'kernel'?: (_gofer_plugin_v1_KernelInfoInput | null);
}

/**
 * Everything a plugin gets from the kernel before it works.
 */
export interface ConfigureRequest {
  /**
   * The configuration: a JSON object, UTF-8, with the schema's defaults filled in and without the values
   * of its secret fields.
   */
  'config': (Buffer);
  /**
   * Values of the secret fields by JSON pointer ("/encryption_key").
   */
  'secrets': ({[key: string]: Buffer});
  /**
   * Hash over config and secrets; equal hashes mean equal configurations.
   */
  'configHash': (string);
  /**
   * Identity of the installation: what this plugin creates outside must be labelled with it, and things
   * labelled with another installation must be left alone. A DNS label of at most 63 characters.
   */
  'installationId': (string);
  /**
   * Counts the starts of this installation, from 1. Label what is created with it.
   */
  'generation': (number);
  /**
   * Directory that belongs to this installation; it exists, with mode 0700, and survives restarts and upgrades.
   */
  'dataDirectory': (string);
  /**
   * The kernel that calls.
   */
  'kernel': (_gofer_plugin_v1_KernelInfo | null);
}
