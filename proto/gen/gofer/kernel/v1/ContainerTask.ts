// Original file: gofer/kernel/v1/pipeline_config.proto

import type { RegistryCredentialsInput as _gofer_kernel_v1_RegistryCredentialsInput, RegistryCredentials as _gofer_kernel_v1_RegistryCredentials } from '../../../gofer/kernel/v1/RegistryCredentials.js';
import type { ResourceLimitsInput as _gofer_kernel_v1_ResourceLimitsInput, ResourceLimits as _gofer_kernel_v1_ResourceLimits } from '../../../gofer/kernel/v1/ResourceLimits.js';
import type { NetworkModeInput as _gofer_kernel_v1_NetworkModeInput, NetworkMode as _gofer_kernel_v1_NetworkMode } from '../../../gofer/kernel/v1/NetworkMode.js';

/**
 * A container to run.
 */
export interface ContainerTaskInput {
  /**
   * Image reference, for example "alpine:3.20".
   */
  'image'?: (string);
  /**
   * Credentials of the image's registry.
   */
  'registryAuth'?: (_gofer_kernel_v1_RegistryCredentialsInput | null);
  /**
   * Replaces the image's entrypoint.
   */
  'entrypoint'?: (string)[];
  /**
   * Replaces the image's command.
   */
  'command'?: (string)[];
  /**
   * Give the task GOFER_API_TOKEN and GOFER_API_ADDRESS, valid for its run.
   */
  'injectApiToken'?: (boolean);
  /**
   * Resource limits.
   */
  'limits'?: (_gofer_kernel_v1_ResourceLimitsInput | null);
  /**
   * What the task can reach.
   */
  'network'?: (_gofer_kernel_v1_NetworkModeInput);
}

/**
 * A container to run.
 */
export interface ContainerTask {
  /**
   * Image reference, for example "alpine:3.20".
   */
  'image': (string);
  /**
   * Credentials of the image's registry.
   */
  'registryAuth': (_gofer_kernel_v1_RegistryCredentials | null);
  /**
   * Replaces the image's entrypoint.
   */
  'entrypoint': (string)[];
  /**
   * Replaces the image's command.
   */
  'command': (string)[];
  /**
   * Give the task GOFER_API_TOKEN and GOFER_API_ADDRESS, valid for its run.
   */
  'injectApiToken': (boolean);
  /**
   * Resource limits.
   */
  'limits': (_gofer_kernel_v1_ResourceLimits | null);
  /**
   * What the task can reach.
   */
  'network': (_gofer_kernel_v1_NetworkMode);
}
