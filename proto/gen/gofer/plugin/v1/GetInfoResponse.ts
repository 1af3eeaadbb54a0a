// Original file: gofer/plugin/v1/plugin.proto

import type { ContractInput as _gofer_plugin_v1_ContractInput, Contract as _gofer_plugin_v1_Contract } from '../../../gofer/plugin/v1/Contract.js';

/**
 * The facts about a plugin. They MUST agree with its manifest (gofer-plugin.json).
 */
export interface GetInfoResponseInput {
  /**
   * Name of the plugin, a DNS label (lower case letters, digits, "-"), for example "scheduler-docker".
   */
  'name'?: (string);
  /**
   * Version of the plugin: semantic version 2.0.0 without a leading "v".
   */
  'version'?: (string);
  /**
   * The role contracts that this process serves; at least one.
   */
  'contracts'?: (_gofer_plugin_v1_ContractInput)[];
  /**
   * JSON Schema (draft 2020-12) of the configuration, UTF-8. Properties that hold secrets carry
   * "x-gofer-secret": true. Empty means that the plugin takes no configuration.
   */
  'configSchema'?: (Buffer | Uint8Array | string);
  /**
   * JSON Schema of what a pipeline may pass to this plugin (trigger settings, common task settings).
   * Empty for roles that pipelines do not address by name.
   */
  'parametersSchema'?: (Buffer | Uint8Array | string);
  /**
   * Semantic version range of the kernels that the plugin works with, for example ">=0.1.0 <2".
   * Empty means any kernel that speaks this contract.
   */
  'kernelRange'?: (string);
  /**
   * What a plugin without a manifest asks an admin for: one that is installed from an image or an endpoint. Not looked
   * at where there is a manifest, which says it then.
   */
  'permissions'?: (string)[];
}

/**
 * The facts about a plugin. They MUST agree with its manifest (gofer-plugin.json).
 */
export interface GetInfoResponse {
  /**
   * Name of the plugin, a DNS label (lower case letters, digits, "-"), for example "scheduler-docker".
   */
  'name': (string);
  /**
   * Version of the plugin: semantic version 2.0.0 without a leading "v".
   */
  'version': (string);
  /**
   * The role contracts that this process serves; at least one.
   */
  'contracts': (_gofer_plugin_v1_Contract)[];
  /**
   * JSON Schema (draft 2020-12) of the configuration, UTF-8. Properties that hold secrets carry
   * "x-gofer-secret": true. Empty means that the plugin takes no configuration.
   */
  'configSchema': (Buffer);
  /**
   * JSON Schema of what a pipeline may pass to this plugin (trigger settings, common task settings).
   * Empty for roles that pipelines do not address by name.
   */
  'parametersSchema': (Buffer);
  /**
   * Semantic version range of the kernels that the plugin works with, for example ">=0.1.0 <2".
   * Empty means any kernel that speaks this contract.
   */
  'kernelRange': (string);
  /**
   * What a plugin without a manifest asks an admin for: one that is installed from an image or an endpoint. Not looked
   * at where there is a manifest, which says it then.
   */
  'permissions': (string)[];
}
