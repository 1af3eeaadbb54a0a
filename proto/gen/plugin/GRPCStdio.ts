// Original file: plugin/plugin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EmptyInput as _plugin_EmptyInput, Empty as _plugin_Empty } from '../plugin/Empty.js';
import type { StdioDataInput as _plugin_StdioDataInput, StdioData as _plugin_StdioData } from '../plugin/StdioData.js';

/**
 * Carries the plugin's output when the library has replaced the process's own descriptors.
 */
export interface GRPCStdioClient extends grpc.Client {
  /**
   * The host must always read it: an unread stream blocks the plugin after about 64 KiB.
   */
  StreamStdio(argument: _plugin_EmptyInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_plugin_StdioData>;
  StreamStdio(argument: _plugin_EmptyInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_plugin_StdioData>;
  /**
   * The host must always read it: an unread stream blocks the plugin after about 64 KiB.
   */
  streamStdio(argument: _plugin_EmptyInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_plugin_StdioData>;
  streamStdio(argument: _plugin_EmptyInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_plugin_StdioData>;
  
}

/**
 * Carries the plugin's output when the library has replaced the process's own descriptors.
 */
export interface GRPCStdioHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The host must always read it: an unread stream blocks the plugin after about 64 KiB.
   */
  StreamStdio: grpc.handleServerStreamingCall<_plugin_Empty, _plugin_StdioDataInput>;
  
}

export interface GRPCStdioDefinition extends grpc.ServiceDefinition {
  StreamStdio: MethodDefinition<_plugin_EmptyInput, _plugin_StdioDataInput, _plugin_Empty, _plugin_StdioData>
}
