// Original file: gofer/plugin/v1/plugin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ConfigureRequestInput as _gofer_plugin_v1_ConfigureRequestInput, ConfigureRequest as _gofer_plugin_v1_ConfigureRequest } from '../../../gofer/plugin/v1/ConfigureRequest.js';
import type { ConfigureResponseInput as _gofer_plugin_v1_ConfigureResponseInput, ConfigureResponse as _gofer_plugin_v1_ConfigureResponse } from '../../../gofer/plugin/v1/ConfigureResponse.js';
import type { DrainRequestInput as _gofer_plugin_v1_DrainRequestInput, DrainRequest as _gofer_plugin_v1_DrainRequest } from '../../../gofer/plugin/v1/DrainRequest.js';
import type { DrainResponseInput as _gofer_plugin_v1_DrainResponseInput, DrainResponse as _gofer_plugin_v1_DrainResponse } from '../../../gofer/plugin/v1/DrainResponse.js';
import type { GetInfoRequestInput as _gofer_plugin_v1_GetInfoRequestInput, GetInfoRequest as _gofer_plugin_v1_GetInfoRequest } from '../../../gofer/plugin/v1/GetInfoRequest.js';
import type { GetInfoResponseInput as _gofer_plugin_v1_GetInfoResponseInput, GetInfoResponse as _gofer_plugin_v1_GetInfoResponse } from '../../../gofer/plugin/v1/GetInfoResponse.js';
import type { ValidateConfigRequestInput as _gofer_plugin_v1_ValidateConfigRequestInput, ValidateConfigRequest as _gofer_plugin_v1_ValidateConfigRequest } from '../../../gofer/plugin/v1/ValidateConfigRequest.js';
import type { ValidateConfigResponseInput as _gofer_plugin_v1_ValidateConfigResponseInput, ValidateConfigResponse as _gofer_plugin_v1_ValidateConfigResponse } from '../../../gofer/plugin/v1/ValidateConfigResponse.js';
import type { WatchStatusRequestInput as _gofer_plugin_v1_WatchStatusRequestInput, WatchStatusRequest as _gofer_plugin_v1_WatchStatusRequest } from '../../../gofer/plugin/v1/WatchStatusRequest.js';
import type { WatchStatusResponseInput as _gofer_plugin_v1_WatchStatusResponseInput, WatchStatusResponse as _gofer_plugin_v1_WatchStatusResponse } from '../../../gofer/plugin/v1/WatchStatusResponse.js';

/**
 * The base service of every plugin.
 */
export interface PluginClient extends grpc.Client {
  /**
   * Configure hands over the configuration and makes the plugin ready for the calls of its roles. The
   * kernel calls it once after every start, and may call it again: the same config_hash is a no-op, a
   * different one either takes effect or is answered with restart_required. Another generation comes only to
   * a plugin that the kernel did not start (an endpoint), and means that the kernel comes anew: everything
   * given before is worthless, the token too. A backend that is down is
   * not an error here: answer OK and report it by WatchStatus. Safe to repeat. Deadline 30 s.
   * 
   * Errors:
   * INVALID_ARGUMENT     the configuration is not valid; message says why    shown to the admin, plugin not used
   * FAILED_PRECONDITION  something on this machine is missing for good       shown to the admin, plugin not used
   */
  Configure(argument: _gofer_plugin_v1_ConfigureRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  Configure(argument: _gofer_plugin_v1_ConfigureRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  Configure(argument: _gofer_plugin_v1_ConfigureRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  Configure(argument: _gofer_plugin_v1_ConfigureRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  /**
   * Configure hands over the configuration and makes the plugin ready for the calls of its roles. The
   * kernel calls it once after every start, and may call it again: the same config_hash is a no-op, a
   * different one either takes effect or is answered with restart_required. Another generation comes only to
   * a plugin that the kernel did not start (an endpoint), and means that the kernel comes anew: everything
   * given before is worthless, the token too. A backend that is down is
   * not an error here: answer OK and report it by WatchStatus. Safe to repeat. Deadline 30 s.
   * 
   * Errors:
   * INVALID_ARGUMENT     the configuration is not valid; message says why    shown to the admin, plugin not used
   * FAILED_PRECONDITION  something on this machine is missing for good       shown to the admin, plugin not used
   */
  configure(argument: _gofer_plugin_v1_ConfigureRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  configure(argument: _gofer_plugin_v1_ConfigureRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  configure(argument: _gofer_plugin_v1_ConfigureRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  configure(argument: _gofer_plugin_v1_ConfigureRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_ConfigureResponse>): grpc.ClientUnaryCall;
  
  /**
   * Drain tells the plugin that it will be stopped: it refuses new work with UNAVAILABLE, finishes what
   * can be finished inside the deadline, and answers. Work that outlives plugins (containers) is left
   * running. Safe to repeat. Deadline: drain_timeout_ms of the request plus 5 s.
   * 
   * Errors: none of its own; the kernel stops the plugin whatever the answer is.
   */
  Drain(argument: _gofer_plugin_v1_DrainRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  Drain(argument: _gofer_plugin_v1_DrainRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  Drain(argument: _gofer_plugin_v1_DrainRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  Drain(argument: _gofer_plugin_v1_DrainRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  /**
   * Drain tells the plugin that it will be stopped: it refuses new work with UNAVAILABLE, finishes what
   * can be finished inside the deadline, and answers. Work that outlives plugins (containers) is left
   * running. Safe to repeat. Deadline: drain_timeout_ms of the request plus 5 s.
   * 
   * Errors: none of its own; the kernel stops the plugin whatever the answer is.
   */
  drain(argument: _gofer_plugin_v1_DrainRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  drain(argument: _gofer_plugin_v1_DrainRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  drain(argument: _gofer_plugin_v1_DrainRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  drain(argument: _gofer_plugin_v1_DrainRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_DrainResponse>): grpc.ClientUnaryCall;
  
  /**
   * GetInfo says what the plugin is. It MUST work with no configuration and no network, and always give
   * the same answer for one version of the plugin. Safe to repeat. Deadline 5 s.
   * 
   * Errors: none of its own.
   */
  GetInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  GetInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  GetInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  GetInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  /**
   * GetInfo says what the plugin is. It MUST work with no configuration and no network, and always give
   * the same answer for one version of the plugin. Safe to repeat. Deadline 5 s.
   * 
   * Errors: none of its own.
   */
  getInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  getInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  getInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  getInfo(argument: _gofer_plugin_v1_GetInfoRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_GetInfoResponse>): grpc.ClientUnaryCall;
  
  /**
   * ValidateConfig checks a configuration without side effects and returns all violations at once.
   * The kernel has already checked it against config_schema; this is for what a schema cannot say.
   * Safe to repeat. Deadline 30 s.
   * 
   * Errors: none of its own; a bad configuration is a normal answer with violations.
   */
  ValidateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  ValidateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  ValidateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  ValidateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  /**
   * ValidateConfig checks a configuration without side effects and returns all violations at once.
   * The kernel has already checked it against config_schema; this is for what a schema cannot say.
   * Safe to repeat. Deadline 30 s.
   * 
   * Errors: none of its own; a bad configuration is a normal answer with violations.
   */
  validateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  validateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  validateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  validateConfig(argument: _gofer_plugin_v1_ValidateConfigRequestInput, callback: grpc.requestCallback<_gofer_plugin_v1_ValidateConfigResponse>): grpc.ClientUnaryCall;
  
  /**
   * WatchStatus streams whether the plugin can do its job: the first message at once, then one at each
   * change, and at least one every 30 s (the kernel reconnects after 90 s of silence). No deadline.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff.
   */
  WatchStatus(argument: _gofer_plugin_v1_WatchStatusRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_plugin_v1_WatchStatusResponse>;
  WatchStatus(argument: _gofer_plugin_v1_WatchStatusRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_plugin_v1_WatchStatusResponse>;
  /**
   * WatchStatus streams whether the plugin can do its job: the first message at once, then one at each
   * change, and at least one every 30 s (the kernel reconnects after 90 s of silence). No deadline.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff.
   */
  watchStatus(argument: _gofer_plugin_v1_WatchStatusRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_plugin_v1_WatchStatusResponse>;
  watchStatus(argument: _gofer_plugin_v1_WatchStatusRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_plugin_v1_WatchStatusResponse>;
  
}

/**
 * The base service of every plugin.
 */
export interface PluginHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Configure hands over the configuration and makes the plugin ready for the calls of its roles. The
   * kernel calls it once after every start, and may call it again: the same config_hash is a no-op, a
   * different one either takes effect or is answered with restart_required. Another generation comes only to
   * a plugin that the kernel did not start (an endpoint), and means that the kernel comes anew: everything
   * given before is worthless, the token too. A backend that is down is
   * not an error here: answer OK and report it by WatchStatus. Safe to repeat. Deadline 30 s.
   * 
   * Errors:
   * INVALID_ARGUMENT     the configuration is not valid; message says why    shown to the admin, plugin not used
   * FAILED_PRECONDITION  something on this machine is missing for good       shown to the admin, plugin not used
   */
  Configure: grpc.handleUnaryCall<_gofer_plugin_v1_ConfigureRequest, _gofer_plugin_v1_ConfigureResponseInput>;
  
  /**
   * Drain tells the plugin that it will be stopped: it refuses new work with UNAVAILABLE, finishes what
   * can be finished inside the deadline, and answers. Work that outlives plugins (containers) is left
   * running. Safe to repeat. Deadline: drain_timeout_ms of the request plus 5 s.
   * 
   * Errors: none of its own; the kernel stops the plugin whatever the answer is.
   */
  Drain: grpc.handleUnaryCall<_gofer_plugin_v1_DrainRequest, _gofer_plugin_v1_DrainResponseInput>;
  
  /**
   * GetInfo says what the plugin is. It MUST work with no configuration and no network, and always give
   * the same answer for one version of the plugin. Safe to repeat. Deadline 5 s.
   * 
   * Errors: none of its own.
   */
  GetInfo: grpc.handleUnaryCall<_gofer_plugin_v1_GetInfoRequest, _gofer_plugin_v1_GetInfoResponseInput>;
  
  /**
   * ValidateConfig checks a configuration without side effects and returns all violations at once.
   * The kernel has already checked it against config_schema; this is for what a schema cannot say.
   * Safe to repeat. Deadline 30 s.
   * 
   * Errors: none of its own; a bad configuration is a normal answer with violations.
   */
  ValidateConfig: grpc.handleUnaryCall<_gofer_plugin_v1_ValidateConfigRequest, _gofer_plugin_v1_ValidateConfigResponseInput>;
  
  /**
   * WatchStatus streams whether the plugin can do its job: the first message at once, then one at each
   * change, and at least one every 30 s (the kernel reconnects after 90 s of silence). No deadline.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff.
   */
  WatchStatus: grpc.handleServerStreamingCall<_gofer_plugin_v1_WatchStatusRequest, _gofer_plugin_v1_WatchStatusResponseInput>;
  
}

export interface PluginDefinition extends grpc.ServiceDefinition {
  Configure: MethodDefinition<_gofer_plugin_v1_ConfigureRequestInput, _gofer_plugin_v1_ConfigureResponseInput, _gofer_plugin_v1_ConfigureRequest, _gofer_plugin_v1_ConfigureResponse>
  Drain: MethodDefinition<_gofer_plugin_v1_DrainRequestInput, _gofer_plugin_v1_DrainResponseInput, _gofer_plugin_v1_DrainRequest, _gofer_plugin_v1_DrainResponse>
  GetInfo: MethodDefinition<_gofer_plugin_v1_GetInfoRequestInput, _gofer_plugin_v1_GetInfoResponseInput, _gofer_plugin_v1_GetInfoRequest, _gofer_plugin_v1_GetInfoResponse>
  ValidateConfig: MethodDefinition<_gofer_plugin_v1_ValidateConfigRequestInput, _gofer_plugin_v1_ValidateConfigResponseInput, _gofer_plugin_v1_ValidateConfigRequest, _gofer_plugin_v1_ValidateConfigResponse>
  WatchStatus: MethodDefinition<_gofer_plugin_v1_WatchStatusRequestInput, _gofer_plugin_v1_WatchStatusResponseInput, _gofer_plugin_v1_WatchStatusRequest, _gofer_plugin_v1_WatchStatusResponse>
}
