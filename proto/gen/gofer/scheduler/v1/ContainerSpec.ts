// Original file: gofer/scheduler/v1/scheduler.proto

import type { LimitsInput as _gofer_scheduler_v1_LimitsInput, Limits as _gofer_scheduler_v1_Limits } from '../../../gofer/scheduler/v1/Limits.js';
import type { NetworkInput as _gofer_scheduler_v1_NetworkInput, Network as _gofer_scheduler_v1_Network } from '../../../gofer/scheduler/v1/Network.js';
import type { MountInput as _gofer_scheduler_v1_MountInput, Mount as _gofer_scheduler_v1_Mount } from '../../../gofer/scheduler/v1/Mount.js';
import type { ConfinementInput as _gofer_scheduler_v1_ConfinementInput, Confinement as _gofer_scheduler_v1_Confinement } from '../../../gofer/scheduler/v1/Confinement.js';

/**
 * Everything about one container.
 */
export interface ContainerSpecInput {
  /**
   * Identity, chosen by the kernel: a DNS label of at most 63 characters.
   */
  'key'?: (string);
  /**
   * Hash over the spec, chosen by the kernel; opaque to the plugin, which compares it for equality.
   */
  'specHash'?: (string);
  /**
   * What PrepareImage returned as reference.
   */
  'image'?: (string);
  /**
   * Replaces the image's entrypoint; empty keeps it.
   */
  'entrypoint'?: (string)[];
  /**
   * Replaces the image's command; empty keeps it, and drops it when entrypoint is set, as containers do everywhere.
   */
  'command'?: (string)[];
  /**
   * Environment of the container; values may hold secrets.
   */
  'environment'?: ({[key: string]: string});
  /**
   * For display in the backend's own tools ("gofer.pipeline": "nightly"). Keys start with "gofer.".
   */
  'labels'?: ({[key: string]: string});
  /**
   * Resource limits; absent means none.
   */
  'limits'?: (_gofer_scheduler_v1_LimitsInput | null);
  /**
   * The network of the container.
   */
  'network'?: (_gofer_scheduler_v1_NetworkInput | null);
  /**
   * Ports of the container that the kernel wants to reach. Feature PORTS.
   */
  'ports'?: (number)[];
  /**
   * Directories of the host inside the container. Feature PORTS.
   */
  'mounts'?: (_gofer_scheduler_v1_MountInput)[];
  /**
   * Keep standard input open, and close it when the plugin process dies. Feature PORTS.
   */
  'keepStdinOpen'?: (boolean);
  /**
   * Signal for Stop when it names none, for example "SIGTERM"; empty is the image's or SIGTERM.
   */
  'stopSignal'?: (string);
  /**
   * What the container may not do; absent adds nothing to what the backend does by itself. Feature PORTS. A backend that
   * cannot keep all of it refuses the container with FAILED_PRECONDITION.
   */
  'confinement'?: (_gofer_scheduler_v1_ConfinementInput | null);
}

/**
 * Everything about one container.
 */
export interface ContainerSpec {
  /**
   * Identity, chosen by the kernel: a DNS label of at most 63 characters.
   */
  'key': (string);
  /**
   * Hash over the spec, chosen by the kernel; opaque to the plugin, which compares it for equality.
   */
  'specHash': (string);
  /**
   * What PrepareImage returned as reference.
   */
  'image': (string);
  /**
   * Replaces the image's entrypoint; empty keeps it.
   */
  'entrypoint': (string)[];
  /**
   * Replaces the image's command; empty keeps it, and drops it when entrypoint is set, as containers do everywhere.
   */
  'command': (string)[];
  /**
   * Environment of the container; values may hold secrets.
   */
  'environment': ({[key: string]: string});
  /**
   * For display in the backend's own tools ("gofer.pipeline": "nightly"). Keys start with "gofer.".
   */
  'labels': ({[key: string]: string});
  /**
   * Resource limits; absent means none.
   */
  'limits': (_gofer_scheduler_v1_Limits | null);
  /**
   * The network of the container.
   */
  'network': (_gofer_scheduler_v1_Network | null);
  /**
   * Ports of the container that the kernel wants to reach. Feature PORTS.
   */
  'ports': (number)[];
  /**
   * Directories of the host inside the container. Feature PORTS.
   */
  'mounts': (_gofer_scheduler_v1_Mount)[];
  /**
   * Keep standard input open, and close it when the plugin process dies. Feature PORTS.
   */
  'keepStdinOpen': (boolean);
  /**
   * Signal for Stop when it names none, for example "SIGTERM"; empty is the image's or SIGTERM.
   */
  'stopSignal': (string);
  /**
   * What the container may not do; absent adds nothing to what the backend does by itself. Feature PORTS. A backend that
   * cannot keep all of it refuses the container with FAILED_PRECONDITION.
   */
  'confinement': (_gofer_scheduler_v1_Confinement | null);
}
