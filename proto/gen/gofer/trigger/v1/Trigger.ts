// Original file: gofer/trigger/v1/trigger.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { HandleEventRequestInput as _gofer_trigger_v1_HandleEventRequestInput, HandleEventRequest as _gofer_trigger_v1_HandleEventRequest } from '../../../gofer/trigger/v1/HandleEventRequest.js';
import type { HandleEventResponseInput as _gofer_trigger_v1_HandleEventResponseInput, HandleEventResponse as _gofer_trigger_v1_HandleEventResponse } from '../../../gofer/trigger/v1/HandleEventResponse.js';
import type { PreviewScheduleRequestInput as _gofer_trigger_v1_PreviewScheduleRequestInput, PreviewScheduleRequest as _gofer_trigger_v1_PreviewScheduleRequest } from '../../../gofer/trigger/v1/PreviewScheduleRequest.js';
import type { PreviewScheduleResponseInput as _gofer_trigger_v1_PreviewScheduleResponseInput, PreviewScheduleResponse as _gofer_trigger_v1_PreviewScheduleResponse } from '../../../gofer/trigger/v1/PreviewScheduleResponse.js';
import type { ValidateSubscriptionRequestInput as _gofer_trigger_v1_ValidateSubscriptionRequestInput, ValidateSubscriptionRequest as _gofer_trigger_v1_ValidateSubscriptionRequest } from '../../../gofer/trigger/v1/ValidateSubscriptionRequest.js';
import type { ValidateSubscriptionResponseInput as _gofer_trigger_v1_ValidateSubscriptionResponseInput, ValidateSubscriptionResponse as _gofer_trigger_v1_ValidateSubscriptionResponse } from '../../../gofer/trigger/v1/ValidateSubscriptionResponse.js';
import type { WatchRequestInput as _gofer_trigger_v1_WatchRequestInput, WatchRequest as _gofer_trigger_v1_WatchRequest } from '../../../gofer/trigger/v1/WatchRequest.js';
import type { WatchResponseInput as _gofer_trigger_v1_WatchResponseInput, WatchResponse as _gofer_trigger_v1_WatchResponse } from '../../../gofer/trigger/v1/WatchResponse.js';

/**
 * Says when pipelines run.
 */
export interface TriggerClient extends grpc.Client {
  /**
   * HandleEvent gets one external HTTP request that the kernel has received and stored, and says what the
   * sender is answered and what fires. The kernel makes the firings durable and forgets the request in one
   * transaction, and then answers the sender: neither side can die in between and lose one. It may come
   * more than once for one event_id, and then the firings have the same event ids. Feature EVENTS.
   * Safe to repeat. Deadline 30 s.
   * 
   * Errors: a request that is forged or makes no sense is a normal answer with a status of 400 to 499.
   * UNAVAILABLE,        cannot be handled now,  the kernel keeps it and delivers it again; its sender is
   * DEADLINE_EXCEEDED   or the first set is     told 202 when it has waited long enough
   * not complete yet
   * any other           cannot be handled       the kernel tries three times, then keeps it as a dead letter
   */
  HandleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  HandleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  HandleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  HandleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  /**
   * HandleEvent gets one external HTTP request that the kernel has received and stored, and says what the
   * sender is answered and what fires. The kernel makes the firings durable and forgets the request in one
   * transaction, and then answers the sender: neither side can die in between and lose one. It may come
   * more than once for one event_id, and then the firings have the same event ids. Feature EVENTS.
   * Safe to repeat. Deadline 30 s.
   * 
   * Errors: a request that is forged or makes no sense is a normal answer with a status of 400 to 499.
   * UNAVAILABLE,        cannot be handled now,  the kernel keeps it and delivers it again; its sender is
   * DEADLINE_EXCEEDED   or the first set is     told 202 when it has waited long enough
   * not complete yet
   * any other           cannot be handled       the kernel tries three times, then keeps it as a dead letter
   */
  handleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  handleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  handleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  handleEvent(argument: _gofer_trigger_v1_HandleEventRequestInput, callback: grpc.requestCallback<_gofer_trigger_v1_HandleEventResponse>): grpc.ClientUnaryCall;
  
  /**
   * PreviewSchedule tells when a subscription would fire next. Feature SCHEDULE. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the parameters are not valid   told to the caller
   */
  PreviewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  PreviewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  PreviewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  PreviewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  /**
   * PreviewSchedule tells when a subscription would fire next. Feature SCHEDULE. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the parameters are not valid   told to the caller
   */
  previewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  previewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  previewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  previewSchedule(argument: _gofer_trigger_v1_PreviewScheduleRequestInput, callback: grpc.requestCallback<_gofer_trigger_v1_PreviewScheduleResponse>): grpc.ClientUnaryCall;
  
  /**
   * ValidateSubscription checks a subscription before its pipeline is registered; a violation refuses the
   * registration. No side effects. Safe to repeat. Deadline 10 s.
   * 
   * Errors: none of its own; a bad subscription is a normal answer with violations.
   */
  ValidateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  ValidateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  ValidateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  ValidateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  /**
   * ValidateSubscription checks a subscription before its pipeline is registered; a violation refuses the
   * registration. No side effects. Safe to repeat. Deadline 10 s.
   * 
   * Errors: none of its own; a bad subscription is a normal answer with violations.
   */
  validateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  validateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  validateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  validateSubscription(argument: _gofer_trigger_v1_ValidateSubscriptionRequestInput, callback: grpc.requestCallback<_gofer_trigger_v1_ValidateSubscriptionResponse>): grpc.ClientUnaryCall;
  
  /**
   * Watch is the one stream between kernel and trigger. The kernel sends subscriptions first, then acks,
   * nacks and new sets; the plugin sends firings, verdicts and states. The plugin sends an empty message
   * when it has sent nothing for 30 s; the kernel reconnects after 90 s of silence. No deadline.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff and sends all
   * subscriptions; the plugin sends again what was not acknowledged.
   */
  Watch(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_trigger_v1_WatchRequestInput, _gofer_trigger_v1_WatchResponse>;
  Watch(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_trigger_v1_WatchRequestInput, _gofer_trigger_v1_WatchResponse>;
  /**
   * Watch is the one stream between kernel and trigger. The kernel sends subscriptions first, then acks,
   * nacks and new sets; the plugin sends firings, verdicts and states. The plugin sends an empty message
   * when it has sent nothing for 30 s; the kernel reconnects after 90 s of silence. No deadline.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff and sends all
   * subscriptions; the plugin sends again what was not acknowledged.
   */
  watch(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_trigger_v1_WatchRequestInput, _gofer_trigger_v1_WatchResponse>;
  watch(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_trigger_v1_WatchRequestInput, _gofer_trigger_v1_WatchResponse>;
  
}

/**
 * Says when pipelines run.
 */
export interface TriggerHandlers extends grpc.UntypedServiceImplementation {
  /**
   * HandleEvent gets one external HTTP request that the kernel has received and stored, and says what the
   * sender is answered and what fires. The kernel makes the firings durable and forgets the request in one
   * transaction, and then answers the sender: neither side can die in between and lose one. It may come
   * more than once for one event_id, and then the firings have the same event ids. Feature EVENTS.
   * Safe to repeat. Deadline 30 s.
   * 
   * Errors: a request that is forged or makes no sense is a normal answer with a status of 400 to 499.
   * UNAVAILABLE,        cannot be handled now,  the kernel keeps it and delivers it again; its sender is
   * DEADLINE_EXCEEDED   or the first set is     told 202 when it has waited long enough
   * not complete yet
   * any other           cannot be handled       the kernel tries three times, then keeps it as a dead letter
   */
  HandleEvent: grpc.handleUnaryCall<_gofer_trigger_v1_HandleEventRequest, _gofer_trigger_v1_HandleEventResponseInput>;
  
  /**
   * PreviewSchedule tells when a subscription would fire next. Feature SCHEDULE. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the parameters are not valid   told to the caller
   */
  PreviewSchedule: grpc.handleUnaryCall<_gofer_trigger_v1_PreviewScheduleRequest, _gofer_trigger_v1_PreviewScheduleResponseInput>;
  
  /**
   * ValidateSubscription checks a subscription before its pipeline is registered; a violation refuses the
   * registration. No side effects. Safe to repeat. Deadline 10 s.
   * 
   * Errors: none of its own; a bad subscription is a normal answer with violations.
   */
  ValidateSubscription: grpc.handleUnaryCall<_gofer_trigger_v1_ValidateSubscriptionRequest, _gofer_trigger_v1_ValidateSubscriptionResponseInput>;
  
  /**
   * Watch is the one stream between kernel and trigger. The kernel sends subscriptions first, then acks,
   * nacks and new sets; the plugin sends firings, verdicts and states. The plugin sends an empty message
   * when it has sent nothing for 30 s; the kernel reconnects after 90 s of silence. No deadline.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff and sends all
   * subscriptions; the plugin sends again what was not acknowledged.
   */
  Watch: grpc.handleBidiStreamingCall<_gofer_trigger_v1_WatchRequest, _gofer_trigger_v1_WatchResponseInput>;
  
}

export interface TriggerDefinition extends grpc.ServiceDefinition {
  HandleEvent: MethodDefinition<_gofer_trigger_v1_HandleEventRequestInput, _gofer_trigger_v1_HandleEventResponseInput, _gofer_trigger_v1_HandleEventRequest, _gofer_trigger_v1_HandleEventResponse>
  PreviewSchedule: MethodDefinition<_gofer_trigger_v1_PreviewScheduleRequestInput, _gofer_trigger_v1_PreviewScheduleResponseInput, _gofer_trigger_v1_PreviewScheduleRequest, _gofer_trigger_v1_PreviewScheduleResponse>
  ValidateSubscription: MethodDefinition<_gofer_trigger_v1_ValidateSubscriptionRequestInput, _gofer_trigger_v1_ValidateSubscriptionResponseInput, _gofer_trigger_v1_ValidateSubscriptionRequest, _gofer_trigger_v1_ValidateSubscriptionResponse>
  Watch: MethodDefinition<_gofer_trigger_v1_WatchRequestInput, _gofer_trigger_v1_WatchResponseInput, _gofer_trigger_v1_WatchRequest, _gofer_trigger_v1_WatchResponse>
}
