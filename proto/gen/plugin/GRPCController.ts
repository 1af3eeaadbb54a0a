// Original file: plugin/plugin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EmptyInput as _plugin_EmptyInput, Empty as _plugin_Empty } from '../plugin/Empty.js';

/**
 * Ends the plugin process.
 */
export interface GRPCControllerClient extends grpc.Client {
  /**
   * Asks the plugin to exit. The connection may break before the answer arrives: UNAVAILABLE is success.
   */
  Shutdown(argument: _plugin_EmptyInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  Shutdown(argument: _plugin_EmptyInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  Shutdown(argument: _plugin_EmptyInput, options: grpc.CallOptions, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  Shutdown(argument: _plugin_EmptyInput, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  /**
   * Asks the plugin to exit. The connection may break before the answer arrives: UNAVAILABLE is success.
   */
  shutdown(argument: _plugin_EmptyInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  shutdown(argument: _plugin_EmptyInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  shutdown(argument: _plugin_EmptyInput, options: grpc.CallOptions, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  shutdown(argument: _plugin_EmptyInput, callback: grpc.requestCallback<_plugin_Empty>): grpc.ClientUnaryCall;
  
}

/**
 * Ends the plugin process.
 */
export interface GRPCControllerHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Asks the plugin to exit. The connection may break before the answer arrives: UNAVAILABLE is success.
   */
  Shutdown: grpc.handleUnaryCall<_plugin_Empty, _plugin_EmptyInput>;
  
}

export interface GRPCControllerDefinition extends grpc.ServiceDefinition {
  Shutdown: MethodDefinition<_plugin_EmptyInput, _plugin_EmptyInput, _plugin_Empty, _plugin_Empty>
}
