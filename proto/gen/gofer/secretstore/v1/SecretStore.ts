// Original file: gofer/secretstore/v1/secretstore.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BatchGetRequestInput as _gofer_secretstore_v1_BatchGetRequestInput, BatchGetRequest as _gofer_secretstore_v1_BatchGetRequest } from '../../../gofer/secretstore/v1/BatchGetRequest.js';
import type { BatchGetResponseInput as _gofer_secretstore_v1_BatchGetResponseInput, BatchGetResponse as _gofer_secretstore_v1_BatchGetResponse } from '../../../gofer/secretstore/v1/BatchGetResponse.js';
import type { DeleteRequestInput as _gofer_secretstore_v1_DeleteRequestInput, DeleteRequest as _gofer_secretstore_v1_DeleteRequest } from '../../../gofer/secretstore/v1/DeleteRequest.js';
import type { DeleteResponseInput as _gofer_secretstore_v1_DeleteResponseInput, DeleteResponse as _gofer_secretstore_v1_DeleteResponse } from '../../../gofer/secretstore/v1/DeleteResponse.js';
import type { GetRequestInput as _gofer_secretstore_v1_GetRequestInput, GetRequest as _gofer_secretstore_v1_GetRequest } from '../../../gofer/secretstore/v1/GetRequest.js';
import type { GetResponseInput as _gofer_secretstore_v1_GetResponseInput, GetResponse as _gofer_secretstore_v1_GetResponse } from '../../../gofer/secretstore/v1/GetResponse.js';
import type { ListRequestInput as _gofer_secretstore_v1_ListRequestInput, ListRequest as _gofer_secretstore_v1_ListRequest } from '../../../gofer/secretstore/v1/ListRequest.js';
import type { ListResponseInput as _gofer_secretstore_v1_ListResponseInput, ListResponse as _gofer_secretstore_v1_ListResponse } from '../../../gofer/secretstore/v1/ListResponse.js';
import type { PutRequestInput as _gofer_secretstore_v1_PutRequestInput, PutRequest as _gofer_secretstore_v1_PutRequest } from '../../../gofer/secretstore/v1/PutRequest.js';
import type { PutResponseInput as _gofer_secretstore_v1_PutResponseInput, PutResponse as _gofer_secretstore_v1_PutResponse } from '../../../gofer/secretstore/v1/PutResponse.js';

/**
 * Keeps secrets.
 */
export interface SecretStoreClient extends grpc.Client {
  /**
   * BatchGet tells several values in one call; those that do not exist are left out. Safe to repeat.
   * Deadline 10 s.
   * 
   * Errors:
   * DATA_LOSS    one of them cannot be decrypted   told to the admin; the message names it
   * UNAVAILABLE  the backend is not reachable      tries again
   */
  BatchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  BatchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  BatchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  BatchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  /**
   * BatchGet tells several values in one call; those that do not exist are left out. Safe to repeat.
   * Deadline 10 s.
   * 
   * Errors:
   * DATA_LOSS    one of them cannot be decrypted   told to the admin; the message names it
   * UNAVAILABLE  the backend is not reachable      tries again
   */
  batchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  batchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  batchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  batchGet(argument: _gofer_secretstore_v1_BatchGetRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_BatchGetResponse>): grpc.ClientUnaryCall;
  
  /**
   * Delete removes one secret; one that does not exist is OK. Safe to repeat. Deadline 10 s. Absent with
   * feature READ_ONLY.
   * 
   * Errors:
   * UNAVAILABLE   the backend is not reachable   deletes again with backoff
   */
  Delete(argument: _gofer_secretstore_v1_DeleteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  Delete(argument: _gofer_secretstore_v1_DeleteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  Delete(argument: _gofer_secretstore_v1_DeleteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  Delete(argument: _gofer_secretstore_v1_DeleteRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  /**
   * Delete removes one secret; one that does not exist is OK. Safe to repeat. Deadline 10 s. Absent with
   * feature READ_ONLY.
   * 
   * Errors:
   * UNAVAILABLE   the backend is not reachable   deletes again with backoff
   */
  delete(argument: _gofer_secretstore_v1_DeleteRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  delete(argument: _gofer_secretstore_v1_DeleteRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  delete(argument: _gofer_secretstore_v1_DeleteRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  delete(argument: _gofer_secretstore_v1_DeleteRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_DeleteResponse>): grpc.ClientUnaryCall;
  
  /**
   * Get tells one value. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND    there is no such secret         told to the caller
   * DATA_LOSS    it cannot be decrypted          told to the admin
   * UNAVAILABLE  the backend is not reachable    tries again
   */
  Get(argument: _gofer_secretstore_v1_GetRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  Get(argument: _gofer_secretstore_v1_GetRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  Get(argument: _gofer_secretstore_v1_GetRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  Get(argument: _gofer_secretstore_v1_GetRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  /**
   * Get tells one value. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND    there is no such secret         told to the caller
   * DATA_LOSS    it cannot be decrypted          told to the admin
   * UNAVAILABLE  the backend is not reachable    tries again
   */
  get(argument: _gofer_secretstore_v1_GetRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  get(argument: _gofer_secretstore_v1_GetRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  get(argument: _gofer_secretstore_v1_GetRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  get(argument: _gofer_secretstore_v1_GetRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_GetResponse>): grpc.ClientUnaryCall;
  
  /**
   * List tells the keys of a scope in byte order, never values. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the page token is not one of ours   begins again
   */
  List(argument: _gofer_secretstore_v1_ListRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  List(argument: _gofer_secretstore_v1_ListRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  List(argument: _gofer_secretstore_v1_ListRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  List(argument: _gofer_secretstore_v1_ListRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  /**
   * List tells the keys of a scope in byte order, never values. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the page token is not one of ours   begins again
   */
  list(argument: _gofer_secretstore_v1_ListRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  list(argument: _gofer_secretstore_v1_ListRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  list(argument: _gofer_secretstore_v1_ListRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  list(argument: _gofer_secretstore_v1_ListRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_ListResponse>): grpc.ClientUnaryCall;
  
  /**
   * Put stores one value, in place of the one that was there. The old or the new value is read at any
   * time, never neither. Safe to repeat. Deadline 10 s. Absent with feature READ_ONLY.
   * 
   * Errors:
   * INVALID_ARGUMENT     a name or the value is too long              fails the operation
   * ALREADY_EXISTS       if_absent was set and the secret exists      told to the caller
   */
  Put(argument: _gofer_secretstore_v1_PutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  Put(argument: _gofer_secretstore_v1_PutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  Put(argument: _gofer_secretstore_v1_PutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  Put(argument: _gofer_secretstore_v1_PutRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  /**
   * Put stores one value, in place of the one that was there. The old or the new value is read at any
   * time, never neither. Safe to repeat. Deadline 10 s. Absent with feature READ_ONLY.
   * 
   * Errors:
   * INVALID_ARGUMENT     a name or the value is too long              fails the operation
   * ALREADY_EXISTS       if_absent was set and the secret exists      told to the caller
   */
  put(argument: _gofer_secretstore_v1_PutRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  put(argument: _gofer_secretstore_v1_PutRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  put(argument: _gofer_secretstore_v1_PutRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  put(argument: _gofer_secretstore_v1_PutRequestInput, callback: grpc.requestCallback<_gofer_secretstore_v1_PutResponse>): grpc.ClientUnaryCall;
  
}

/**
 * Keeps secrets.
 */
export interface SecretStoreHandlers extends grpc.UntypedServiceImplementation {
  /**
   * BatchGet tells several values in one call; those that do not exist are left out. Safe to repeat.
   * Deadline 10 s.
   * 
   * Errors:
   * DATA_LOSS    one of them cannot be decrypted   told to the admin; the message names it
   * UNAVAILABLE  the backend is not reachable      tries again
   */
  BatchGet: grpc.handleUnaryCall<_gofer_secretstore_v1_BatchGetRequest, _gofer_secretstore_v1_BatchGetResponseInput>;
  
  /**
   * Delete removes one secret; one that does not exist is OK. Safe to repeat. Deadline 10 s. Absent with
   * feature READ_ONLY.
   * 
   * Errors:
   * UNAVAILABLE   the backend is not reachable   deletes again with backoff
   */
  Delete: grpc.handleUnaryCall<_gofer_secretstore_v1_DeleteRequest, _gofer_secretstore_v1_DeleteResponseInput>;
  
  /**
   * Get tells one value. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * NOT_FOUND    there is no such secret         told to the caller
   * DATA_LOSS    it cannot be decrypted          told to the admin
   * UNAVAILABLE  the backend is not reachable    tries again
   */
  Get: grpc.handleUnaryCall<_gofer_secretstore_v1_GetRequest, _gofer_secretstore_v1_GetResponseInput>;
  
  /**
   * List tells the keys of a scope in byte order, never values. Safe to repeat. Deadline 10 s.
   * 
   * Errors:
   * INVALID_ARGUMENT   the page token is not one of ours   begins again
   */
  List: grpc.handleUnaryCall<_gofer_secretstore_v1_ListRequest, _gofer_secretstore_v1_ListResponseInput>;
  
  /**
   * Put stores one value, in place of the one that was there. The old or the new value is read at any
   * time, never neither. Safe to repeat. Deadline 10 s. Absent with feature READ_ONLY.
   * 
   * Errors:
   * INVALID_ARGUMENT     a name or the value is too long              fails the operation
   * ALREADY_EXISTS       if_absent was set and the secret exists      told to the caller
   */
  Put: grpc.handleUnaryCall<_gofer_secretstore_v1_PutRequest, _gofer_secretstore_v1_PutResponseInput>;
  
}

export interface SecretStoreDefinition extends grpc.ServiceDefinition {
  BatchGet: MethodDefinition<_gofer_secretstore_v1_BatchGetRequestInput, _gofer_secretstore_v1_BatchGetResponseInput, _gofer_secretstore_v1_BatchGetRequest, _gofer_secretstore_v1_BatchGetResponse>
  Delete: MethodDefinition<_gofer_secretstore_v1_DeleteRequestInput, _gofer_secretstore_v1_DeleteResponseInput, _gofer_secretstore_v1_DeleteRequest, _gofer_secretstore_v1_DeleteResponse>
  Get: MethodDefinition<_gofer_secretstore_v1_GetRequestInput, _gofer_secretstore_v1_GetResponseInput, _gofer_secretstore_v1_GetRequest, _gofer_secretstore_v1_GetResponse>
  List: MethodDefinition<_gofer_secretstore_v1_ListRequestInput, _gofer_secretstore_v1_ListResponseInput, _gofer_secretstore_v1_ListRequest, _gofer_secretstore_v1_ListResponse>
  Put: MethodDefinition<_gofer_secretstore_v1_PutRequestInput, _gofer_secretstore_v1_PutResponseInput, _gofer_secretstore_v1_PutRequest, _gofer_secretstore_v1_PutResponse>
}
