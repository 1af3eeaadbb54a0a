// Original file: gofer/task/v1/task.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AttachRequestInput as _gofer_task_v1_AttachRequestInput, AttachRequest as _gofer_task_v1_AttachRequest } from '../../../gofer/task/v1/AttachRequest.js';
import type { AttachResponseInput as _gofer_task_v1_AttachResponseInput, AttachResponse as _gofer_task_v1_AttachResponse } from '../../../gofer/task/v1/AttachResponse.js';
import type { CancelRequestInput as _gofer_task_v1_CancelRequestInput, CancelRequest as _gofer_task_v1_CancelRequest } from '../../../gofer/task/v1/CancelRequest.js';
import type { CancelResponseInput as _gofer_task_v1_CancelResponseInput, CancelResponse as _gofer_task_v1_CancelResponse } from '../../../gofer/task/v1/CancelResponse.js';
import type { DescribeRequestInput as _gofer_task_v1_DescribeRequestInput, DescribeRequest as _gofer_task_v1_DescribeRequest } from '../../../gofer/task/v1/DescribeRequest.js';
import type { DescribeResponseInput as _gofer_task_v1_DescribeResponseInput, DescribeResponse as _gofer_task_v1_DescribeResponse } from '../../../gofer/task/v1/DescribeResponse.js';
import type { ForgetRequestInput as _gofer_task_v1_ForgetRequestInput, ForgetRequest as _gofer_task_v1_ForgetRequest } from '../../../gofer/task/v1/ForgetRequest.js';
import type { ForgetResponseInput as _gofer_task_v1_ForgetResponseInput, ForgetResponse as _gofer_task_v1_ForgetResponse } from '../../../gofer/task/v1/ForgetResponse.js';
import type { RunRequestInput as _gofer_task_v1_RunRequestInput, RunRequest as _gofer_task_v1_RunRequest } from '../../../gofer/task/v1/RunRequest.js';
import type { RunResponseInput as _gofer_task_v1_RunResponseInput, RunResponse as _gofer_task_v1_RunResponse } from '../../../gofer/task/v1/RunResponse.js';
import type { ValidateSettingsRequestInput as _gofer_task_v1_ValidateSettingsRequestInput, ValidateSettingsRequest as _gofer_task_v1_ValidateSettingsRequest } from '../../../gofer/task/v1/ValidateSettingsRequest.js';
import type { ValidateSettingsResponseInput as _gofer_task_v1_ValidateSettingsResponseInput, ValidateSettingsResponse as _gofer_task_v1_ValidateSettingsResponse } from '../../../gofer/task/v1/ValidateSettingsResponse.js';

/**
 * Does common tasks.
 */
export interface TaskClient extends grpc.Client {
  /**
   * Attach joins an execution and streams what happens from a cursor on. The first message is sent at once,
   * as that of Run is. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND   no execution has this key   the kernel marks the task run lost
   */
  Attach(argument: _gofer_task_v1_AttachRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_AttachResponse>;
  Attach(argument: _gofer_task_v1_AttachRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_AttachResponse>;
  /**
   * Attach joins an execution and streams what happens from a cursor on. The first message is sent at once,
   * as that of Run is. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND   no execution has this key   the kernel marks the task run lost
   */
  attach(argument: _gofer_task_v1_AttachRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_AttachResponse>;
  attach(argument: _gofer_task_v1_AttachRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_AttachResponse>;
  
  /**
   * Cancel asks an execution to end; it then ends with result CANCELLED. One that is still at work when its
   * grace time is over MUST be given that result all the same. One that is unknown or has ended is OK. Safe
   * to repeat, and the shorter grace time counts. Deadline 10 s.
   * 
   * Errors: none of its own.
   */
  Cancel(argument: _gofer_task_v1_CancelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  Cancel(argument: _gofer_task_v1_CancelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  Cancel(argument: _gofer_task_v1_CancelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  Cancel(argument: _gofer_task_v1_CancelRequestInput, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  /**
   * Cancel asks an execution to end; it then ends with result CANCELLED. One that is still at work when its
   * grace time is over MUST be given that result all the same. One that is unknown or has ended is OK. Safe
   * to repeat, and the shorter grace time counts. Deadline 10 s.
   * 
   * Errors: none of its own.
   */
  cancel(argument: _gofer_task_v1_CancelRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  cancel(argument: _gofer_task_v1_CancelRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  cancel(argument: _gofer_task_v1_CancelRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  cancel(argument: _gofer_task_v1_CancelRequestInput, callback: grpc.requestCallback<_gofer_task_v1_CancelResponse>): grpc.ClientUnaryCall;
  
  /**
   * Describe tells what the plugin does and what it takes. Safe to repeat. Deadline 5 s.
   * 
   * Errors: none of its own.
   */
  Describe(argument: _gofer_task_v1_DescribeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  Describe(argument: _gofer_task_v1_DescribeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  Describe(argument: _gofer_task_v1_DescribeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  Describe(argument: _gofer_task_v1_DescribeRequestInput, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  /**
   * Describe tells what the plugin does and what it takes. Safe to repeat. Deadline 5 s.
   * 
   * Errors: none of its own.
   */
  describe(argument: _gofer_task_v1_DescribeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  describe(argument: _gofer_task_v1_DescribeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  describe(argument: _gofer_task_v1_DescribeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  describe(argument: _gofer_task_v1_DescribeRequestInput, callback: grpc.requestCallback<_gofer_task_v1_DescribeResponse>): grpc.ClientUnaryCall;
  
  /**
   * Forget gives up the results of executions that the kernel has stored. Unknown keys are OK. Safe to
   * repeat. Deadline 10 s.
   * 
   * Errors: none of its own.
   */
  Forget(argument: _gofer_task_v1_ForgetRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  Forget(argument: _gofer_task_v1_ForgetRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  Forget(argument: _gofer_task_v1_ForgetRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  Forget(argument: _gofer_task_v1_ForgetRequestInput, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  /**
   * Forget gives up the results of executions that the kernel has stored. Unknown keys are OK. Safe to
   * repeat. Deadline 10 s.
   * 
   * Errors: none of its own.
   */
  forget(argument: _gofer_task_v1_ForgetRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  forget(argument: _gofer_task_v1_ForgetRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  forget(argument: _gofer_task_v1_ForgetRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  forget(argument: _gofer_task_v1_ForgetRequestInput, callback: grpc.requestCallback<_gofer_task_v1_ForgetResponse>): grpc.ClientUnaryCall;
  
  /**
   * Run starts an execution, or joins the one with the same key, and streams what happens; the last message
   * is the result. The first message MUST be sent at once, a heartbeat when there is nothing to tell: the
   * kernel knows by it that the execution has begun. A sign of life comes at least every 30 s. Safe to
   * repeat. No deadline.
   * 
   * Errors:
   * INVALID_ARGUMENT   the settings are not valid; the message says why   fails the task run
   * ALREADY_EXISTS     the key is taken with other settings               fails the task run
   * UNAVAILABLE        cannot be started now                              tries again with backoff
   */
  Run(argument: _gofer_task_v1_RunRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_RunResponse>;
  Run(argument: _gofer_task_v1_RunRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_RunResponse>;
  /**
   * Run starts an execution, or joins the one with the same key, and streams what happens; the last message
   * is the result. The first message MUST be sent at once, a heartbeat when there is nothing to tell: the
   * kernel knows by it that the execution has begun. A sign of life comes at least every 30 s. Safe to
   * repeat. No deadline.
   * 
   * Errors:
   * INVALID_ARGUMENT   the settings are not valid; the message says why   fails the task run
   * ALREADY_EXISTS     the key is taken with other settings               fails the task run
   * UNAVAILABLE        cannot be started now                              tries again with backoff
   */
  run(argument: _gofer_task_v1_RunRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_RunResponse>;
  run(argument: _gofer_task_v1_RunRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_task_v1_RunResponse>;
  
  /**
   * ValidateSettings checks settings before their pipeline is registered; a violation refuses the
   * registration. No side effects. Safe to repeat. Deadline 10 s.
   * 
   * Errors: none of its own; bad settings are a normal answer with violations. UNIMPLEMENTED leaves the
   * judgement to Run.
   */
  ValidateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  ValidateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  ValidateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  ValidateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  /**
   * ValidateSettings checks settings before their pipeline is registered; a violation refuses the
   * registration. No side effects. Safe to repeat. Deadline 10 s.
   * 
   * Errors: none of its own; bad settings are a normal answer with violations. UNIMPLEMENTED leaves the
   * judgement to Run.
   */
  validateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  validateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  validateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  validateSettings(argument: _gofer_task_v1_ValidateSettingsRequestInput, callback: grpc.requestCallback<_gofer_task_v1_ValidateSettingsResponse>): grpc.ClientUnaryCall;
  
}

/**
 * Does common tasks.
 */
export interface TaskHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Attach joins an execution and streams what happens from a cursor on. The first message is sent at once,
   * as that of Run is. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND   no execution has this key   the kernel marks the task run lost
   */
  Attach: grpc.handleServerStreamingCall<_gofer_task_v1_AttachRequest, _gofer_task_v1_AttachResponseInput>;
  
  /**
   * Cancel asks an execution to end; it then ends with result CANCELLED. One that is still at work when its
   * grace time is over MUST be given that result all the same. One that is unknown or has ended is OK. Safe
   * to repeat, and the shorter grace time counts. Deadline 10 s.
   * 
   * Errors: none of its own.
   */
  Cancel: grpc.handleUnaryCall<_gofer_task_v1_CancelRequest, _gofer_task_v1_CancelResponseInput>;
  
  /**
   * Describe tells what the plugin does and what it takes. Safe to repeat. Deadline 5 s.
   * 
   * Errors: none of its own.
   */
  Describe: grpc.handleUnaryCall<_gofer_task_v1_DescribeRequest, _gofer_task_v1_DescribeResponseInput>;
  
  /**
   * Forget gives up the results of executions that the kernel has stored. Unknown keys are OK. Safe to
   * repeat. Deadline 10 s.
   * 
   * Errors: none of its own.
   */
  Forget: grpc.handleUnaryCall<_gofer_task_v1_ForgetRequest, _gofer_task_v1_ForgetResponseInput>;
  
  /**
   * Run starts an execution, or joins the one with the same key, and streams what happens; the last message
   * is the result. The first message MUST be sent at once, a heartbeat when there is nothing to tell: the
   * kernel knows by it that the execution has begun. A sign of life comes at least every 30 s. Safe to
   * repeat. No deadline.
   * 
   * Errors:
   * INVALID_ARGUMENT   the settings are not valid; the message says why   fails the task run
   * ALREADY_EXISTS     the key is taken with other settings               fails the task run
   * UNAVAILABLE        cannot be started now                              tries again with backoff
   */
  Run: grpc.handleServerStreamingCall<_gofer_task_v1_RunRequest, _gofer_task_v1_RunResponseInput>;
  
  /**
   * ValidateSettings checks settings before their pipeline is registered; a violation refuses the
   * registration. No side effects. Safe to repeat. Deadline 10 s.
   * 
   * Errors: none of its own; bad settings are a normal answer with violations. UNIMPLEMENTED leaves the
   * judgement to Run.
   */
  ValidateSettings: grpc.handleUnaryCall<_gofer_task_v1_ValidateSettingsRequest, _gofer_task_v1_ValidateSettingsResponseInput>;
  
}

export interface TaskDefinition extends grpc.ServiceDefinition {
  Attach: MethodDefinition<_gofer_task_v1_AttachRequestInput, _gofer_task_v1_AttachResponseInput, _gofer_task_v1_AttachRequest, _gofer_task_v1_AttachResponse>
  Cancel: MethodDefinition<_gofer_task_v1_CancelRequestInput, _gofer_task_v1_CancelResponseInput, _gofer_task_v1_CancelRequest, _gofer_task_v1_CancelResponse>
  Describe: MethodDefinition<_gofer_task_v1_DescribeRequestInput, _gofer_task_v1_DescribeResponseInput, _gofer_task_v1_DescribeRequest, _gofer_task_v1_DescribeResponse>
  Forget: MethodDefinition<_gofer_task_v1_ForgetRequestInput, _gofer_task_v1_ForgetResponseInput, _gofer_task_v1_ForgetRequest, _gofer_task_v1_ForgetResponse>
  Run: MethodDefinition<_gofer_task_v1_RunRequestInput, _gofer_task_v1_RunResponseInput, _gofer_task_v1_RunRequest, _gofer_task_v1_RunResponse>
  ValidateSettings: MethodDefinition<_gofer_task_v1_ValidateSettingsRequestInput, _gofer_task_v1_ValidateSettingsResponseInput, _gofer_task_v1_ValidateSettingsRequest, _gofer_task_v1_ValidateSettingsResponse>
}
