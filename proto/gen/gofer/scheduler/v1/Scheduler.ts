// Original file: gofer/scheduler/v1/scheduler.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ExecRequestInput as _gofer_scheduler_v1_ExecRequestInput, ExecRequest as _gofer_scheduler_v1_ExecRequest } from '../../../gofer/scheduler/v1/ExecRequest.js';
import type { ExecResponseInput as _gofer_scheduler_v1_ExecResponseInput, ExecResponse as _gofer_scheduler_v1_ExecResponse } from '../../../gofer/scheduler/v1/ExecResponse.js';
import type { InspectRequestInput as _gofer_scheduler_v1_InspectRequestInput, InspectRequest as _gofer_scheduler_v1_InspectRequest } from '../../../gofer/scheduler/v1/InspectRequest.js';
import type { InspectResponseInput as _gofer_scheduler_v1_InspectResponseInput, InspectResponse as _gofer_scheduler_v1_InspectResponse } from '../../../gofer/scheduler/v1/InspectResponse.js';
import type { ListRequestInput as _gofer_scheduler_v1_ListRequestInput, ListRequest as _gofer_scheduler_v1_ListRequest } from '../../../gofer/scheduler/v1/ListRequest.js';
import type { ListResponseInput as _gofer_scheduler_v1_ListResponseInput, ListResponse as _gofer_scheduler_v1_ListResponse } from '../../../gofer/scheduler/v1/ListResponse.js';
import type { PrepareImageRequestInput as _gofer_scheduler_v1_PrepareImageRequestInput, PrepareImageRequest as _gofer_scheduler_v1_PrepareImageRequest } from '../../../gofer/scheduler/v1/PrepareImageRequest.js';
import type { PrepareImageResponseInput as _gofer_scheduler_v1_PrepareImageResponseInput, PrepareImageResponse as _gofer_scheduler_v1_PrepareImageResponse } from '../../../gofer/scheduler/v1/PrepareImageResponse.js';
import type { RemoveRequestInput as _gofer_scheduler_v1_RemoveRequestInput, RemoveRequest as _gofer_scheduler_v1_RemoveRequest } from '../../../gofer/scheduler/v1/RemoveRequest.js';
import type { RemoveResponseInput as _gofer_scheduler_v1_RemoveResponseInput, RemoveResponse as _gofer_scheduler_v1_RemoveResponse } from '../../../gofer/scheduler/v1/RemoveResponse.js';
import type { StartRequestInput as _gofer_scheduler_v1_StartRequestInput, StartRequest as _gofer_scheduler_v1_StartRequest } from '../../../gofer/scheduler/v1/StartRequest.js';
import type { StartResponseInput as _gofer_scheduler_v1_StartResponseInput, StartResponse as _gofer_scheduler_v1_StartResponse } from '../../../gofer/scheduler/v1/StartResponse.js';
import type { StopRequestInput as _gofer_scheduler_v1_StopRequestInput, StopRequest as _gofer_scheduler_v1_StopRequest } from '../../../gofer/scheduler/v1/StopRequest.js';
import type { StopResponseInput as _gofer_scheduler_v1_StopResponseInput, StopResponse as _gofer_scheduler_v1_StopResponse } from '../../../gofer/scheduler/v1/StopResponse.js';
import type { StreamLogsRequestInput as _gofer_scheduler_v1_StreamLogsRequestInput, StreamLogsRequest as _gofer_scheduler_v1_StreamLogsRequest } from '../../../gofer/scheduler/v1/StreamLogsRequest.js';
import type { StreamLogsResponseInput as _gofer_scheduler_v1_StreamLogsResponseInput, StreamLogsResponse as _gofer_scheduler_v1_StreamLogsResponse } from '../../../gofer/scheduler/v1/StreamLogsResponse.js';
import type { StreamStartsRequestInput as _gofer_scheduler_v1_StreamStartsRequestInput, StreamStartsRequest as _gofer_scheduler_v1_StreamStartsRequest } from '../../../gofer/scheduler/v1/StreamStartsRequest.js';
import type { StreamStartsResponseInput as _gofer_scheduler_v1_StreamStartsResponseInput, StreamStartsResponse as _gofer_scheduler_v1_StreamStartsResponse } from '../../../gofer/scheduler/v1/StreamStartsResponse.js';
import type { StreamStatsRequestInput as _gofer_scheduler_v1_StreamStatsRequestInput, StreamStatsRequest as _gofer_scheduler_v1_StreamStatsRequest } from '../../../gofer/scheduler/v1/StreamStatsRequest.js';
import type { StreamStatsResponseInput as _gofer_scheduler_v1_StreamStatsResponseInput, StreamStatsResponse as _gofer_scheduler_v1_StreamStatsResponse } from '../../../gofer/scheduler/v1/StreamStatsResponse.js';
import type { WatchEventsRequestInput as _gofer_scheduler_v1_WatchEventsRequestInput, WatchEventsRequest as _gofer_scheduler_v1_WatchEventsRequest } from '../../../gofer/scheduler/v1/WatchEventsRequest.js';
import type { WatchEventsResponseInput as _gofer_scheduler_v1_WatchEventsResponseInput, WatchEventsResponse as _gofer_scheduler_v1_WatchEventsResponse } from '../../../gofer/scheduler/v1/WatchEventsResponse.js';

/**
 * Runs containers.
 */
export interface SchedulerClient extends grpc.Client {
  /**
   * Exec runs a command inside a running container with its streams attached. The first request carries
   * start; then input, resize and end of input follow. The last response carries the exit code. When the
   * caller breaks the stream, the command is killed. A command that does not exist or cannot be executed is not an error: it
   * ends with exit code 127 or 126, and standard error says why. Feature EXEC. No deadline.
   * 
   * Errors:
   * NOT_FOUND            no object carries this key    shown to the caller
   * FAILED_PRECONDITION  the container does not run    shown to the caller
   */
  Exec(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_ExecRequestInput, _gofer_scheduler_v1_ExecResponse>;
  Exec(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_ExecRequestInput, _gofer_scheduler_v1_ExecResponse>;
  /**
   * Exec runs a command inside a running container with its streams attached. The first request carries
   * start; then input, resize and end of input follow. The last response carries the exit code. When the
   * caller breaks the stream, the command is killed. A command that does not exist or cannot be executed is not an error: it
   * ends with exit code 127 or 126, and standard error says why. Feature EXEC. No deadline.
   * 
   * Errors:
   * NOT_FOUND            no object carries this key    shown to the caller
   * FAILED_PRECONDITION  the container does not run    shown to the caller
   */
  exec(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_ExecRequestInput, _gofer_scheduler_v1_ExecResponse>;
  exec(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_ExecRequestInput, _gofer_scheduler_v1_ExecResponse>;
  
  /**
   * Inspect tells the state of one container. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND   no object carries this key    the kernel knows that it was never started or is removed
   */
  Inspect(argument: _gofer_scheduler_v1_InspectRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  Inspect(argument: _gofer_scheduler_v1_InspectRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  Inspect(argument: _gofer_scheduler_v1_InspectRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  Inspect(argument: _gofer_scheduler_v1_InspectRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  /**
   * Inspect tells the state of one container. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND   no object carries this key    the kernel knows that it was never started or is removed
   */
  inspect(argument: _gofer_scheduler_v1_InspectRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  inspect(argument: _gofer_scheduler_v1_InspectRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  inspect(argument: _gofer_scheduler_v1_InspectRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  inspect(argument: _gofer_scheduler_v1_InspectRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_InspectResponse>): grpc.ClientUnaryCall;
  
  /**
   * List streams every container of this installation that was not removed, whichever process of the
   * plugin made it, in batches of any size, and ends. Safe to repeat. No deadline; the kernel gives up after
   * 60 s of silence, and after 5 minutes in all.
   * 
   * Errors:
   * UNAVAILABLE   the backend cannot be asked    the kernel concludes nothing, and lists again later
   */
  List(argument: _gofer_scheduler_v1_ListRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_ListResponse>;
  List(argument: _gofer_scheduler_v1_ListRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_ListResponse>;
  /**
   * List streams every container of this installation that was not removed, whichever process of the
   * plugin made it, in batches of any size, and ends. Safe to repeat. No deadline; the kernel gives up after
   * 60 s of silence, and after 5 minutes in all.
   * 
   * Errors:
   * UNAVAILABLE   the backend cannot be asked    the kernel concludes nothing, and lists again later
   */
  list(argument: _gofer_scheduler_v1_ListRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_ListResponse>;
  list(argument: _gofer_scheduler_v1_ListRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_ListResponse>;
  
  /**
   * PrepareImage makes an image available and resolves it to a digest, streaming progress: at most two
   * messages a second, at least one every 5 s while it works. The last message carries the result.
   * Concurrent calls for one image share the work. Safe to repeat. No deadline; the kernel gives up after
   * 60 s of silence.
   * 
   * Errors:
   * INVALID_ARGUMENT   the reference is not well-formed                  fails the task
   * NOT_FOUND          the registry has no such image                    fails the task
   * UNAUTHENTICATED    the registry wants credentials, or other ones     fails the task
   * RESOURCE_EXHAUSTED no space left                                     retries with backoff
   * UNAVAILABLE        registry or backend not reachable                 retries with backoff
   */
  PrepareImage(argument: _gofer_scheduler_v1_PrepareImageRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_PrepareImageResponse>;
  PrepareImage(argument: _gofer_scheduler_v1_PrepareImageRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_PrepareImageResponse>;
  /**
   * PrepareImage makes an image available and resolves it to a digest, streaming progress: at most two
   * messages a second, at least one every 5 s while it works. The last message carries the result.
   * Concurrent calls for one image share the work. Safe to repeat. No deadline; the kernel gives up after
   * 60 s of silence.
   * 
   * Errors:
   * INVALID_ARGUMENT   the reference is not well-formed                  fails the task
   * NOT_FOUND          the registry has no such image                    fails the task
   * UNAUTHENTICATED    the registry wants credentials, or other ones     fails the task
   * RESOURCE_EXHAUSTED no space left                                     retries with backoff
   * UNAVAILABLE        registry or backend not reachable                 retries with backoff
   */
  prepareImage(argument: _gofer_scheduler_v1_PrepareImageRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_PrepareImageResponse>;
  prepareImage(argument: _gofer_scheduler_v1_PrepareImageRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_PrepareImageResponse>;
  
  /**
   * Remove deletes containers with their results and logs, and gives up run sandboxes. A container that
   * runs is killed first. An unknown key or sandbox is OK. Safe to repeat. Deadline 60 s.
   * 
   * Codes of items: UNAVAILABLE, ABORTED: removes again with backoff.
   */
  Remove(argument: _gofer_scheduler_v1_RemoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  Remove(argument: _gofer_scheduler_v1_RemoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  Remove(argument: _gofer_scheduler_v1_RemoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  Remove(argument: _gofer_scheduler_v1_RemoveRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  /**
   * Remove deletes containers with their results and logs, and gives up run sandboxes. A container that
   * runs is killed first. An unknown key or sandbox is OK. Safe to repeat. Deadline 60 s.
   * 
   * Codes of items: UNAVAILABLE, ABORTED: removes again with backoff.
   */
  remove(argument: _gofer_scheduler_v1_RemoveRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  remove(argument: _gofer_scheduler_v1_RemoveRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  remove(argument: _gofer_scheduler_v1_RemoveRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  remove(argument: _gofer_scheduler_v1_RemoveRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_RemoveResponse>): grpc.ClientUnaryCall;
  
  /**
   * Start starts containers, one result per item in the order of the request. An item is done when its
   * container has been started or cannot be. Safe to repeat with the same specs (see "Once is once").
   * Deadline 60 s.
   * 
   * Codes of items:
   * INVALID_ARGUMENT     the spec is refused by the backend               fails the task
   * NOT_FOUND            the image is not there                           prepares the image, starts again
   * ALREADY_EXISTS       the key is taken with another spec hash          fails the task
   * FAILED_PRECONDITION  a required limit or mode is not supported        fails the task
   * RESOURCE_EXHAUSTED   no capacity now                                  queues, starts again
   * ABORTED, UNAVAILABLE backend busy or not reachable                    starts again with backoff
   * A command that does not exist or cannot be executed is not an error: the item succeeds and the
   * container is EXITED with reason START_ERROR and exit code 127 (not found) or 126 (not executable).
   */
  Start(argument: _gofer_scheduler_v1_StartRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  Start(argument: _gofer_scheduler_v1_StartRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  Start(argument: _gofer_scheduler_v1_StartRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  Start(argument: _gofer_scheduler_v1_StartRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  /**
   * Start starts containers, one result per item in the order of the request. An item is done when its
   * container has been started or cannot be. Safe to repeat with the same specs (see "Once is once").
   * Deadline 60 s.
   * 
   * Codes of items:
   * INVALID_ARGUMENT     the spec is refused by the backend               fails the task
   * NOT_FOUND            the image is not there                           prepares the image, starts again
   * ALREADY_EXISTS       the key is taken with another spec hash          fails the task
   * FAILED_PRECONDITION  a required limit or mode is not supported        fails the task
   * RESOURCE_EXHAUSTED   no capacity now                                  queues, starts again
   * ABORTED, UNAVAILABLE backend busy or not reachable                    starts again with backoff
   * A command that does not exist or cannot be executed is not an error: the item succeeds and the
   * container is EXITED with reason START_ERROR and exit code 127 (not found) or 126 (not executable).
   */
  start(argument: _gofer_scheduler_v1_StartRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  start(argument: _gofer_scheduler_v1_StartRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  start(argument: _gofer_scheduler_v1_StartRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  start(argument: _gofer_scheduler_v1_StartRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_StartResponse>): grpc.ClientUnaryCall;
  
  /**
   * Stop asks containers to end: signal, then kill after the grace time. It answers when the signals are
   * sent, and the exit comes as an event. A container that is unknown or has exited is OK. Safe to repeat.
   * Deadline 30 s.
   * 
   * Codes of items: UNAVAILABLE, ABORTED: stops again with backoff.
   */
  Stop(argument: _gofer_scheduler_v1_StopRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  Stop(argument: _gofer_scheduler_v1_StopRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  Stop(argument: _gofer_scheduler_v1_StopRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  Stop(argument: _gofer_scheduler_v1_StopRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  /**
   * Stop asks containers to end: signal, then kill after the grace time. It answers when the signals are
   * sent, and the exit comes as an event. A container that is unknown or has exited is OK. Safe to repeat.
   * Deadline 30 s.
   * 
   * Codes of items: UNAVAILABLE, ABORTED: stops again with backoff.
   */
  stop(argument: _gofer_scheduler_v1_StopRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  stop(argument: _gofer_scheduler_v1_StopRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  stop(argument: _gofer_scheduler_v1_StopRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  stop(argument: _gofer_scheduler_v1_StopRequestInput, callback: grpc.requestCallback<_gofer_scheduler_v1_StopResponse>): grpc.ClientUnaryCall;
  
  /**
   * StreamLogs streams the output of one container from a cursor: raw bytes as written, with no limit on
   * lines. With follow it goes on until the output is complete, and then sends eof; without, it sends what
   * is there, and eof only if the container has exited. A slow reader slows the stream, and MUST NOT make
   * memory grow or stop the container. Reading from the cursor of a chunk gives exactly what comes after
   * it: nothing twice, nothing lost. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND         no object carries this key    the kernel marks the log as incomplete
   * INVALID_ARGUMENT  the cursor is not one of ours the kernel marks the log as incomplete
   * UNAVAILABLE       the backend went away         the kernel goes on from its last cursor
   */
  StreamLogs(argument: _gofer_scheduler_v1_StreamLogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamLogsResponse>;
  StreamLogs(argument: _gofer_scheduler_v1_StreamLogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamLogsResponse>;
  /**
   * StreamLogs streams the output of one container from a cursor: raw bytes as written, with no limit on
   * lines. With follow it goes on until the output is complete, and then sends eof; without, it sends what
   * is there, and eof only if the container has exited. A slow reader slows the stream, and MUST NOT make
   * memory grow or stop the container. Reading from the cursor of a chunk gives exactly what comes after
   * it: nothing twice, nothing lost. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND         no object carries this key    the kernel marks the log as incomplete
   * INVALID_ARGUMENT  the cursor is not one of ours the kernel marks the log as incomplete
   * UNAVAILABLE       the backend went away         the kernel goes on from its last cursor
   */
  streamLogs(argument: _gofer_scheduler_v1_StreamLogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamLogsResponse>;
  streamLogs(argument: _gofer_scheduler_v1_StreamLogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamLogsResponse>;
  
  /**
   * StreamStarts is Start on a stream that stays open: each request is a batch as of Start, and each item is
   * answered on its own, by its key, as soon as it has a result. Answers MUST NOT wait for other items, come in
   * any order, and as many in a message as are at hand. The kernel keeps one stream for the life of a connection;
   * it saves a call for each batch, which is most of what a task costs that starts nothing heavy. After the
   * kernel's end of the stream the answers that are missing are sent, and the stream ends. Feature STREAM_STARTS.
   * No deadline; the kernel sends an item again that has no answer after 60 s.
   * 
   * Codes of items: those of Start.
   * Errors: when the stream ends for any reason, what is not answered is sent again with backoff.
   */
  StreamStarts(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_StreamStartsRequestInput, _gofer_scheduler_v1_StreamStartsResponse>;
  StreamStarts(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_StreamStartsRequestInput, _gofer_scheduler_v1_StreamStartsResponse>;
  /**
   * StreamStarts is Start on a stream that stays open: each request is a batch as of Start, and each item is
   * answered on its own, by its key, as soon as it has a result. Answers MUST NOT wait for other items, come in
   * any order, and as many in a message as are at hand. The kernel keeps one stream for the life of a connection;
   * it saves a call for each batch, which is most of what a task costs that starts nothing heavy. After the
   * kernel's end of the stream the answers that are missing are sent, and the stream ends. Feature STREAM_STARTS.
   * No deadline; the kernel sends an item again that has no answer after 60 s.
   * 
   * Codes of items: those of Start.
   * Errors: when the stream ends for any reason, what is not answered is sent again with backoff.
   */
  streamStarts(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_StreamStartsRequestInput, _gofer_scheduler_v1_StreamStartsResponse>;
  streamStarts(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_scheduler_v1_StreamStartsRequestInput, _gofer_scheduler_v1_StreamStartsResponse>;
  
  /**
   * StreamStats streams samples of one container's resource use until it exits; a sample may be dropped
   * when the reader is slow. Feature STATS. No deadline.
   * 
   * Errors:
   * NOT_FOUND   no object carries this key    shown to the caller
   */
  StreamStats(argument: _gofer_scheduler_v1_StreamStatsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamStatsResponse>;
  StreamStats(argument: _gofer_scheduler_v1_StreamStatsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamStatsResponse>;
  /**
   * StreamStats streams samples of one container's resource use until it exits; a sample may be dropped
   * when the reader is slow. Feature STATS. No deadline.
   * 
   * Errors:
   * NOT_FOUND   no object carries this key    shown to the caller
   */
  streamStats(argument: _gofer_scheduler_v1_StreamStatsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamStatsResponse>;
  streamStats(argument: _gofer_scheduler_v1_StreamStatsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_StreamStatsResponse>;
  
  /**
   * WatchEvents streams changes of all containers of this installation, several events a message where
   * several are at hand. The first message is sent at once, with or without events, and one at least
   * every 30 s. After a gap (unknown resume token, restart of the backend) a message with resync set is
   * sent and the kernel calls List. No deadline; the kernel opens it again after 90 s of silence.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff and lists.
   */
  WatchEvents(argument: _gofer_scheduler_v1_WatchEventsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_WatchEventsResponse>;
  WatchEvents(argument: _gofer_scheduler_v1_WatchEventsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_WatchEventsResponse>;
  /**
   * WatchEvents streams changes of all containers of this installation, several events a message where
   * several are at hand. The first message is sent at once, with or without events, and one at least
   * every 30 s. After a gap (unknown resume token, restart of the backend) a message with resync set is
   * sent and the kernel calls List. No deadline; the kernel opens it again after 90 s of silence.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff and lists.
   */
  watchEvents(argument: _gofer_scheduler_v1_WatchEventsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_WatchEventsResponse>;
  watchEvents(argument: _gofer_scheduler_v1_WatchEventsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_scheduler_v1_WatchEventsResponse>;
  
}

/**
 * Runs containers.
 */
export interface SchedulerHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Exec runs a command inside a running container with its streams attached. The first request carries
   * start; then input, resize and end of input follow. The last response carries the exit code. When the
   * caller breaks the stream, the command is killed. A command that does not exist or cannot be executed is not an error: it
   * ends with exit code 127 or 126, and standard error says why. Feature EXEC. No deadline.
   * 
   * Errors:
   * NOT_FOUND            no object carries this key    shown to the caller
   * FAILED_PRECONDITION  the container does not run    shown to the caller
   */
  Exec: grpc.handleBidiStreamingCall<_gofer_scheduler_v1_ExecRequest, _gofer_scheduler_v1_ExecResponseInput>;
  
  /**
   * Inspect tells the state of one container. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND   no object carries this key    the kernel knows that it was never started or is removed
   */
  Inspect: grpc.handleUnaryCall<_gofer_scheduler_v1_InspectRequest, _gofer_scheduler_v1_InspectResponseInput>;
  
  /**
   * List streams every container of this installation that was not removed, whichever process of the
   * plugin made it, in batches of any size, and ends. Safe to repeat. No deadline; the kernel gives up after
   * 60 s of silence, and after 5 minutes in all.
   * 
   * Errors:
   * UNAVAILABLE   the backend cannot be asked    the kernel concludes nothing, and lists again later
   */
  List: grpc.handleServerStreamingCall<_gofer_scheduler_v1_ListRequest, _gofer_scheduler_v1_ListResponseInput>;
  
  /**
   * PrepareImage makes an image available and resolves it to a digest, streaming progress: at most two
   * messages a second, at least one every 5 s while it works. The last message carries the result.
   * Concurrent calls for one image share the work. Safe to repeat. No deadline; the kernel gives up after
   * 60 s of silence.
   * 
   * Errors:
   * INVALID_ARGUMENT   the reference is not well-formed                  fails the task
   * NOT_FOUND          the registry has no such image                    fails the task
   * UNAUTHENTICATED    the registry wants credentials, or other ones     fails the task
   * RESOURCE_EXHAUSTED no space left                                     retries with backoff
   * UNAVAILABLE        registry or backend not reachable                 retries with backoff
   */
  PrepareImage: grpc.handleServerStreamingCall<_gofer_scheduler_v1_PrepareImageRequest, _gofer_scheduler_v1_PrepareImageResponseInput>;
  
  /**
   * Remove deletes containers with their results and logs, and gives up run sandboxes. A container that
   * runs is killed first. An unknown key or sandbox is OK. Safe to repeat. Deadline 60 s.
   * 
   * Codes of items: UNAVAILABLE, ABORTED: removes again with backoff.
   */
  Remove: grpc.handleUnaryCall<_gofer_scheduler_v1_RemoveRequest, _gofer_scheduler_v1_RemoveResponseInput>;
  
  /**
   * Start starts containers, one result per item in the order of the request. An item is done when its
   * container has been started or cannot be. Safe to repeat with the same specs (see "Once is once").
   * Deadline 60 s.
   * 
   * Codes of items:
   * INVALID_ARGUMENT     the spec is refused by the backend               fails the task
   * NOT_FOUND            the image is not there                           prepares the image, starts again
   * ALREADY_EXISTS       the key is taken with another spec hash          fails the task
   * FAILED_PRECONDITION  a required limit or mode is not supported        fails the task
   * RESOURCE_EXHAUSTED   no capacity now                                  queues, starts again
   * ABORTED, UNAVAILABLE backend busy or not reachable                    starts again with backoff
   * A command that does not exist or cannot be executed is not an error: the item succeeds and the
   * container is EXITED with reason START_ERROR and exit code 127 (not found) or 126 (not executable).
   */
  Start: grpc.handleUnaryCall<_gofer_scheduler_v1_StartRequest, _gofer_scheduler_v1_StartResponseInput>;
  
  /**
   * Stop asks containers to end: signal, then kill after the grace time. It answers when the signals are
   * sent, and the exit comes as an event. A container that is unknown or has exited is OK. Safe to repeat.
   * Deadline 30 s.
   * 
   * Codes of items: UNAVAILABLE, ABORTED: stops again with backoff.
   */
  Stop: grpc.handleUnaryCall<_gofer_scheduler_v1_StopRequest, _gofer_scheduler_v1_StopResponseInput>;
  
  /**
   * StreamLogs streams the output of one container from a cursor: raw bytes as written, with no limit on
   * lines. With follow it goes on until the output is complete, and then sends eof; without, it sends what
   * is there, and eof only if the container has exited. A slow reader slows the stream, and MUST NOT make
   * memory grow or stop the container. Reading from the cursor of a chunk gives exactly what comes after
   * it: nothing twice, nothing lost. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND         no object carries this key    the kernel marks the log as incomplete
   * INVALID_ARGUMENT  the cursor is not one of ours the kernel marks the log as incomplete
   * UNAVAILABLE       the backend went away         the kernel goes on from its last cursor
   */
  StreamLogs: grpc.handleServerStreamingCall<_gofer_scheduler_v1_StreamLogsRequest, _gofer_scheduler_v1_StreamLogsResponseInput>;
  
  /**
   * StreamStarts is Start on a stream that stays open: each request is a batch as of Start, and each item is
   * answered on its own, by its key, as soon as it has a result. Answers MUST NOT wait for other items, come in
   * any order, and as many in a message as are at hand. The kernel keeps one stream for the life of a connection;
   * it saves a call for each batch, which is most of what a task costs that starts nothing heavy. After the
   * kernel's end of the stream the answers that are missing are sent, and the stream ends. Feature STREAM_STARTS.
   * No deadline; the kernel sends an item again that has no answer after 60 s.
   * 
   * Codes of items: those of Start.
   * Errors: when the stream ends for any reason, what is not answered is sent again with backoff.
   */
  StreamStarts: grpc.handleBidiStreamingCall<_gofer_scheduler_v1_StreamStartsRequest, _gofer_scheduler_v1_StreamStartsResponseInput>;
  
  /**
   * StreamStats streams samples of one container's resource use until it exits; a sample may be dropped
   * when the reader is slow. Feature STATS. No deadline.
   * 
   * Errors:
   * NOT_FOUND   no object carries this key    shown to the caller
   */
  StreamStats: grpc.handleServerStreamingCall<_gofer_scheduler_v1_StreamStatsRequest, _gofer_scheduler_v1_StreamStatsResponseInput>;
  
  /**
   * WatchEvents streams changes of all containers of this installation, several events a message where
   * several are at hand. The first message is sent at once, with or without events, and one at least
   * every 30 s. After a gap (unknown resume token, restart of the backend) a message with resync set is
   * sent and the kernel calls List. No deadline; the kernel opens it again after 90 s of silence.
   * 
   * Errors: when the stream ends for any reason, the kernel opens it again with backoff and lists.
   */
  WatchEvents: grpc.handleServerStreamingCall<_gofer_scheduler_v1_WatchEventsRequest, _gofer_scheduler_v1_WatchEventsResponseInput>;
  
}

export interface SchedulerDefinition extends grpc.ServiceDefinition {
  Exec: MethodDefinition<_gofer_scheduler_v1_ExecRequestInput, _gofer_scheduler_v1_ExecResponseInput, _gofer_scheduler_v1_ExecRequest, _gofer_scheduler_v1_ExecResponse>
  Inspect: MethodDefinition<_gofer_scheduler_v1_InspectRequestInput, _gofer_scheduler_v1_InspectResponseInput, _gofer_scheduler_v1_InspectRequest, _gofer_scheduler_v1_InspectResponse>
  List: MethodDefinition<_gofer_scheduler_v1_ListRequestInput, _gofer_scheduler_v1_ListResponseInput, _gofer_scheduler_v1_ListRequest, _gofer_scheduler_v1_ListResponse>
  PrepareImage: MethodDefinition<_gofer_scheduler_v1_PrepareImageRequestInput, _gofer_scheduler_v1_PrepareImageResponseInput, _gofer_scheduler_v1_PrepareImageRequest, _gofer_scheduler_v1_PrepareImageResponse>
  Remove: MethodDefinition<_gofer_scheduler_v1_RemoveRequestInput, _gofer_scheduler_v1_RemoveResponseInput, _gofer_scheduler_v1_RemoveRequest, _gofer_scheduler_v1_RemoveResponse>
  Start: MethodDefinition<_gofer_scheduler_v1_StartRequestInput, _gofer_scheduler_v1_StartResponseInput, _gofer_scheduler_v1_StartRequest, _gofer_scheduler_v1_StartResponse>
  Stop: MethodDefinition<_gofer_scheduler_v1_StopRequestInput, _gofer_scheduler_v1_StopResponseInput, _gofer_scheduler_v1_StopRequest, _gofer_scheduler_v1_StopResponse>
  StreamLogs: MethodDefinition<_gofer_scheduler_v1_StreamLogsRequestInput, _gofer_scheduler_v1_StreamLogsResponseInput, _gofer_scheduler_v1_StreamLogsRequest, _gofer_scheduler_v1_StreamLogsResponse>
  StreamStarts: MethodDefinition<_gofer_scheduler_v1_StreamStartsRequestInput, _gofer_scheduler_v1_StreamStartsResponseInput, _gofer_scheduler_v1_StreamStartsRequest, _gofer_scheduler_v1_StreamStartsResponse>
  StreamStats: MethodDefinition<_gofer_scheduler_v1_StreamStatsRequestInput, _gofer_scheduler_v1_StreamStatsResponseInput, _gofer_scheduler_v1_StreamStatsRequest, _gofer_scheduler_v1_StreamStatsResponse>
  WatchEvents: MethodDefinition<_gofer_scheduler_v1_WatchEventsRequestInput, _gofer_scheduler_v1_WatchEventsResponseInput, _gofer_scheduler_v1_WatchEventsRequest, _gofer_scheduler_v1_WatchEventsResponse>
}
