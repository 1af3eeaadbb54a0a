// Original file: gofer/objectstore/v1/objectstore.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteRequestInput as _gofer_objectstore_v1_DeleteRequestInput, DeleteRequest as _gofer_objectstore_v1_DeleteRequest } from '../../../gofer/objectstore/v1/DeleteRequest.js';
import type { DeleteResponseInput as _gofer_objectstore_v1_DeleteResponseInput, DeleteResponse as _gofer_objectstore_v1_DeleteResponse } from '../../../gofer/objectstore/v1/DeleteResponse.js';
import type { GetRequestInput as _gofer_objectstore_v1_GetRequestInput, GetRequest as _gofer_objectstore_v1_GetRequest } from '../../../gofer/objectstore/v1/GetRequest.js';
import type { GetResponseInput as _gofer_objectstore_v1_GetResponseInput, GetResponse as _gofer_objectstore_v1_GetResponse } from '../../../gofer/objectstore/v1/GetResponse.js';
import type { HeadRequestInput as _gofer_objectstore_v1_HeadRequestInput, HeadRequest as _gofer_objectstore_v1_HeadRequest } from '../../../gofer/objectstore/v1/HeadRequest.js';
import type { HeadResponseInput as _gofer_objectstore_v1_HeadResponseInput, HeadResponse as _gofer_objectstore_v1_HeadResponse } from '../../../gofer/objectstore/v1/HeadResponse.js';
import type { ListRequestInput as _gofer_objectstore_v1_ListRequestInput, ListRequest as _gofer_objectstore_v1_ListRequest } from '../../../gofer/objectstore/v1/ListRequest.js';
import type { ListResponseInput as _gofer_objectstore_v1_ListResponseInput, ListResponse as _gofer_objectstore_v1_ListResponse } from '../../../gofer/objectstore/v1/ListResponse.js';
import type { PutRequestInput as _gofer_objectstore_v1_PutRequestInput, PutRequest as _gofer_objectstore_v1_PutRequest } from '../../../gofer/objectstore/v1/PutRequest.js';
import type { PutResponseInput as _gofer_objectstore_v1_PutResponseInput, PutResponse as _gofer_objectstore_v1_PutResponse } from '../../../gofer/objectstore/v1/PutResponse.js';

/**
 * Keeps objects.
 */
export interface ObjectStoreClient extends grpc.Client {
  /**
   * Delete removes one object; one that does not exist is OK. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * UNAVAILABLE   the backend is not reachable   deletes again with backoff
   */
  Delete(argument: _gofer_objectstore_v1_DeleteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  Delete(argument: _gofer_objectstore_v1_DeleteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  Delete(argument: _gofer_objectstore_v1_DeleteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  Delete(argument: _gofer_objectstore_v1_DeleteRequestInput, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  /**
   * Delete removes one object; one that does not exist is OK. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * UNAVAILABLE   the backend is not reachable   deletes again with backoff
   */
  delete(argument: _gofer_objectstore_v1_DeleteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  delete(argument: _gofer_objectstore_v1_DeleteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  delete(argument: _gofer_objectstore_v1_DeleteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  delete(argument: _gofer_objectstore_v1_DeleteRequestInput, callback: grpc.requestCallback<_gofer_objectstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  
  /**
   * Get streams one object or a range of it: first its metadata, then chunks. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND      there is no such object                 told to the caller
   * OUT_OF_RANGE   the range begins after the end          told to the caller
   * ABORTED        the object was replaced while reading   reads again from the beginning
   */
  Get(argument: _gofer_objectstore_v1_GetRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_objectstore_v1_GetResponse>;
  Get(argument: _gofer_objectstore_v1_GetRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_objectstore_v1_GetResponse>;
  /**
   * Get streams one object or a range of it: first its metadata, then chunks. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND      there is no such object                 told to the caller
   * OUT_OF_RANGE   the range begins after the end          told to the caller
   * ABORTED        the object was replaced while reading   reads again from the beginning
   */
  get(argument: _gofer_objectstore_v1_GetRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_objectstore_v1_GetResponse>;
  get(argument: _gofer_objectstore_v1_GetRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_objectstore_v1_GetResponse>;
  
  /**
   * Head tells the metadata of one object. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND   there is no such object   told to the caller
   */
  Head(argument: _gofer_objectstore_v1_HeadRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  Head(argument: _gofer_objectstore_v1_HeadRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  Head(argument: _gofer_objectstore_v1_HeadRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  Head(argument: _gofer_objectstore_v1_HeadRequestInput, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  /**
   * Head tells the metadata of one object. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND   there is no such object   told to the caller
   */
  head(argument: _gofer_objectstore_v1_HeadRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  head(argument: _gofer_objectstore_v1_HeadRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  head(argument: _gofer_objectstore_v1_HeadRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  head(argument: _gofer_objectstore_v1_HeadRequestInput, callback: grpc.requestCallback<_gofer_objectstore_v1_HeadResponse>): grpc.ClientUnaryCall;
  
  /**
   * List tells the objects of a scope in the byte order of their keys. A page token stays valid while
   * objects come and go; an object that is there the whole time appears exactly once. Safe to repeat.
   * Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the page token is not one of ours   begins again
   */
  List(argument: _gofer_objectstore_v1_ListRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  List(argument: _gofer_objectstore_v1_ListRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  List(argument: _gofer_objectstore_v1_ListRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  List(argument: _gofer_objectstore_v1_ListRequestInput, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  /**
   * List tells the objects of a scope in the byte order of their keys. A page token stays valid while
   * objects come and go; an object that is there the whole time appears exactly once. Safe to repeat.
   * Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the page token is not one of ours   begins again
   */
  list(argument: _gofer_objectstore_v1_ListRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  list(argument: _gofer_objectstore_v1_ListRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  list(argument: _gofer_objectstore_v1_ListRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  list(argument: _gofer_objectstore_v1_ListRequestInput, callback: grpc.requestCallback<_gofer_objectstore_v1_ListResponse>): grpc.ClientUnaryCall;
  
  /**
   * Put stores one object. The first request carries the header, then chunks follow, and the last request
   * carries the trailer. Without a trailer nothing is stored. Safe to repeat. No deadline; the kernel gives
   * up after 60 s without progress.
   * 
   * Errors:
   * INVALID_ARGUMENT     the order of requests is wrong, or a name is too long    fails the operation
   * ALREADY_EXISTS       if_absent was set and the object exists                  told to the caller
   * FAILED_PRECONDITION  if_match was set and does not match                      told to the caller
   * DATA_LOSS            size or digest of the trailer do not match               sends it once more
   * RESOURCE_EXHAUSTED   no space left, or the object is too large                told to the caller
   * UNAVAILABLE          the backend is not reachable                             tries again
   */
  Put(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  Put(metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  Put(options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  Put(callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  /**
   * Put stores one object. The first request carries the header, then chunks follow, and the last request
   * carries the trailer. Without a trailer nothing is stored. Safe to repeat. No deadline; the kernel gives
   * up after 60 s without progress.
   * 
   * Errors:
   * INVALID_ARGUMENT     the order of requests is wrong, or a name is too long    fails the operation
   * ALREADY_EXISTS       if_absent was set and the object exists                  told to the caller
   * FAILED_PRECONDITION  if_match was set and does not match                      told to the caller
   * DATA_LOSS            size or digest of the trailer do not match               sends it once more
   * RESOURCE_EXHAUSTED   no space left, or the object is too large                told to the caller
   * UNAVAILABLE          the backend is not reachable                             tries again
   */
  put(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  put(metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  put(options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  put(callback: grpc.requestCallback<_gofer_objectstore_v1_PutResponse>): grpc.ClientWritableStream<_gofer_objectstore_v1_PutRequestInput>;
  
}

/**
 * Keeps objects.
 */
export interface ObjectStoreHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Delete removes one object; one that does not exist is OK. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * UNAVAILABLE   the backend is not reachable   deletes again with backoff
   */
  Delete: grpc.handleUnaryCall<_gofer_objectstore_v1_DeleteRequest, _gofer_objectstore_v1_DeleteResponseInput>;
  
  /**
   * Get streams one object or a range of it: first its metadata, then chunks. Safe to repeat. No deadline.
   * 
   * Errors:
   * NOT_FOUND      there is no such object                 told to the caller
   * OUT_OF_RANGE   the range begins after the end          told to the caller
   * ABORTED        the object was replaced while reading   reads again from the beginning
   */
  Get: grpc.handleServerStreamingCall<_gofer_objectstore_v1_GetRequest, _gofer_objectstore_v1_GetResponseInput>;
  
  /**
   * Head tells the metadata of one object. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND   there is no such object   told to the caller
   */
  Head: grpc.handleUnaryCall<_gofer_objectstore_v1_HeadRequest, _gofer_objectstore_v1_HeadResponseInput>;
  
  /**
   * List tells the objects of a scope in the byte order of their keys. A page token stays valid while
   * objects come and go; an object that is there the whole time appears exactly once. Safe to repeat.
   * Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the page token is not one of ours   begins again
   */
  List: grpc.handleUnaryCall<_gofer_objectstore_v1_ListRequest, _gofer_objectstore_v1_ListResponseInput>;
  
  /**
   * Put stores one object. The first request carries the header, then chunks follow, and the last request
   * carries the trailer. Without a trailer nothing is stored. Safe to repeat. No deadline; the kernel gives
   * up after 60 s without progress.
   * 
   * Errors:
   * INVALID_ARGUMENT     the order of requests is wrong, or a name is too long    fails the operation
   * ALREADY_EXISTS       if_absent was set and the object exists                  told to the caller
   * FAILED_PRECONDITION  if_match was set and does not match                      told to the caller
   * DATA_LOSS            size or digest of the trailer do not match               sends it once more
   * RESOURCE_EXHAUSTED   no space left, or the object is too large                told to the caller
   * UNAVAILABLE          the backend is not reachable                             tries again
   */
  Put: grpc.handleClientStreamingCall<_gofer_objectstore_v1_PutRequest, _gofer_objectstore_v1_PutResponseInput>;
  
}

export interface ObjectStoreDefinition extends grpc.ServiceDefinition {
  Delete: MethodDefinition<_gofer_objectstore_v1_DeleteRequestInput, _gofer_objectstore_v1_DeleteResponseInput, _gofer_objectstore_v1_DeleteRequest, _gofer_objectstore_v1_DeleteResponse>
  Get: MethodDefinition<_gofer_objectstore_v1_GetRequestInput, _gofer_objectstore_v1_GetResponseInput, _gofer_objectstore_v1_GetRequest, _gofer_objectstore_v1_GetResponse>
  Head: MethodDefinition<_gofer_objectstore_v1_HeadRequestInput, _gofer_objectstore_v1_HeadResponseInput, _gofer_objectstore_v1_HeadRequest, _gofer_objectstore_v1_HeadResponse>
  List: MethodDefinition<_gofer_objectstore_v1_ListRequestInput, _gofer_objectstore_v1_ListResponseInput, _gofer_objectstore_v1_ListRequest, _gofer_objectstore_v1_ListResponse>
  Put: MethodDefinition<_gofer_objectstore_v1_PutRequestInput, _gofer_objectstore_v1_PutResponseInput, _gofer_objectstore_v1_PutRequest, _gofer_objectstore_v1_PutResponse>
}
