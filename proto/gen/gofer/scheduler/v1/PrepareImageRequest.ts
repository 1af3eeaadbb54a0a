// Original file: gofer/scheduler/v1/scheduler.proto

import type { RegistryAuthInput as _gofer_scheduler_v1_RegistryAuthInput, RegistryAuth as _gofer_scheduler_v1_RegistryAuth } from '../../../gofer/scheduler/v1/RegistryAuth.js';
import type { PullPolicyInput as _gofer_scheduler_v1_PullPolicyInput, PullPolicy as _gofer_scheduler_v1_PullPolicy } from '../../../gofer/scheduler/v1/PullPolicy.js';

/**
 * An image to make available.
 */
export interface PrepareImageRequestInput {
  /**
   * Image reference as the user wrote it, for example "alpine:3.20" or "host/name@sha256:…".
   */
  'image'?: (string);
  /**
   * Credentials for this call; never stored, never logged.
   */
  'registryAuth'?: (_gofer_scheduler_v1_RegistryAuthInput | null);
  /**
   * When to ask the registry.
   */
  'pullPolicy'?: (_gofer_scheduler_v1_PullPolicyInput);
}

/**
 * An image to make available.
 */
export interface PrepareImageRequest {
  /**
   * Image reference as the user wrote it, for example "alpine:3.20" or "host/name@sha256:…".
   */
  'image': (string);
  /**
   * Credentials for this call; never stored, never logged.
   */
  'registryAuth': (_gofer_scheduler_v1_RegistryAuth | null);
  /**
   * When to ask the registry.
   */
  'pullPolicy': (_gofer_scheduler_v1_PullPolicy);
}
