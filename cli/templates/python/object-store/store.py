"""The role: gofer.objectstore.v1 with a file for each object, found by the digests of its scope and key. List reads the end of
every file of the scope, which is good for some thousands of objects."""

import base64
import hashlib
import os
import tempfile
import threading
import time
import uuid

import grpc
from gofer.objectstore.v1 import objectstore_pb2 as proto
from gofer.objectstore.v1 import objectstore_pb2_grpc

from object_file import Damaged, finish_object, info_of, open_object, sync_directory

CHUNK_BYTES = 256 << 10
LONGEST_SCOPE = 256
LONGEST_KEY = 1024
CODES = grpc.StatusCode


class Store(objectstore_pb2_grpc.ObjectStoreServicer):
    def __init__(self, log):
        self._log = log
        self._objects = None
        self._draining = False
        # Held while a condition is checked and the file put in its place.
        self._commit = threading.Lock()

    def configure(self, config, data_directory):
        objects = os.path.join(data_directory, "objects")
        os.makedirs(objects, mode=0o700, exist_ok=True)
        self._most_bytes = config["max_object_bytes"]
        self._objects = objects

    def drain(self):
        self._draining = True

    def _scope(self, scope, context):
        if self._objects is None:
            context.abort(CODES.FAILED_PRECONDITION, "not configured yet: call Configure first")
        if self._draining:
            context.abort(CODES.UNAVAILABLE, "the plugin is being stopped")
        if len(scope.encode()) > LONGEST_SCOPE:
            context.abort(CODES.INVALID_ARGUMENT, f"the scope is longer than {LONGEST_SCOPE} bytes")
        return os.path.join(self._objects, _digest(scope))

    def _path(self, named, context):
        directory = self._scope(named.scope, context)
        if not 1 <= len(named.key.encode()) <= LONGEST_KEY:
            context.abort(CODES.INVALID_ARGUMENT, f"the key needs 1 to {LONGEST_KEY} bytes")
        return os.path.join(directory, _digest(named.key))

    def _open(self, named, context):
        path = self._path(named, context)
        try:
            return open_object(path)
        except FileNotFoundError:
            context.abort(CODES.NOT_FOUND, f"there is no object {named.key!r}")
        except Damaged as error:
            context.abort(CODES.DATA_LOSS, str(error))

    def Put(self, requests, context):
        header = next(requests, proto.PutRequest()).header
        path = self._path(header, context)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=os.path.dirname(path), prefix=".part-", delete=False)
        try:
            known = self._receive(requests, file, header, context)
            with self._commit:
                self._check_condition(header, path, context)
                finish_object(file, path, known)
            return proto.PutResponse(object=info_of(known))
        except OSError as error:
            context.abort(CODES.RESOURCE_EXHAUSTED, f"object {header.key!r} cannot be stored: {error}")
        finally:
            file.close()
            if os.path.exists(file.name):
                os.remove(file.name)  # What was not committed.

    def _receive(self, requests, file, header, context):
        """Writes the chunks, and gives what is known of the object when the trailer says the same."""
        digest, size = hashlib.sha256(), 0
        for request in requests:
            part = request.WhichOneof("part")
            if part == "trailer":
                if request.trailer.size_bytes != size or request.trailer.sha256 != digest.digest():
                    context.abort(CODES.DATA_LOSS, f"{size} bytes arrived, the trailer says another size or digest")
                return {
                    "key": header.key,
                    "size_bytes": size,
                    "sha256": digest.hexdigest(),
                    "etag": uuid.uuid4().hex,
                    "modified_at_ms": int(time.time() * 1000),
                }
            if part != "chunk" or len(request.chunk) > CHUNK_BYTES:
                context.abort(CODES.INVALID_ARGUMENT, "after the header come chunks of at most 256 KiB, then the trailer")
            size += len(request.chunk)
            if size > self._most_bytes:
                context.abort(CODES.RESOURCE_EXHAUSTED, f"larger than max_object_bytes ({self._most_bytes})")
            digest.update(request.chunk)
            file.write(request.chunk)
        context.abort(CODES.INVALID_ARGUMENT, "the stream ended without a trailer: nothing is stored")

    def _check_condition(self, header, path, context):
        try:
            file, before = open_object(path)
            file.close()
        except FileNotFoundError:
            before = None
        except Damaged:
            before = {"etag": ""}
        if header.if_absent and before is not None:
            context.abort(CODES.ALREADY_EXISTS, f"object {header.key!r} exists")
        if header.if_match and (before is None or before["etag"] != header.if_match):
            context.abort(CODES.FAILED_PRECONDITION, f"object {header.key!r} has another etag than {header.if_match!r}")

    def Get(self, request, context):
        if request.offset_bytes < 0 or request.length_bytes < 0:
            context.abort(CODES.INVALID_ARGUMENT, "offset and length must not be negative")
        file, known = self._open(request, context)
        with file:
            left = known["size_bytes"] - request.offset_bytes
            if left < 0:
                context.abort(CODES.OUT_OF_RANGE, f"object {request.key!r} has {known['size_bytes']} bytes")
            if request.length_bytes > 0:
                left = min(left, request.length_bytes)
            yield proto.GetResponse(object=info_of(known))
            file.seek(request.offset_bytes)
            while left > 0:
                chunk = file.read(min(left, CHUNK_BYTES))
                left -= len(chunk)
                yield proto.GetResponse(chunk=chunk)

    def Head(self, request, context):
        file, known = self._open(request, context)
        file.close()
        return proto.HeadResponse(object=info_of(known))

    def Delete(self, request, context):
        path = self._path(request, context)
        with self._commit:
            try:
                os.remove(path)
                sync_directory(os.path.dirname(path))
            except FileNotFoundError:
                pass
        return proto.DeleteResponse()

    def List(self, request, context):
        directory = self._scope(request.scope, context)
        size = request.page_size or 100
        if not 1 <= size <= 1000:
            context.abort(CODES.INVALID_ARGUMENT, f"page_size {size} is not in 1 to 1000")
        after = _parse_token(request.page_token, context)
        found = []
        for name in os.listdir(directory) if os.path.isdir(directory) else []:
            if name.startswith("."):
                continue
            try:
                file, known = open_object(os.path.join(directory, name))
            except FileNotFoundError:
                continue  # Removed since the directory was read.
            except Damaged as error:
                context.abort(CODES.DATA_LOSS, str(error))
            file.close()
            key = known["key"].encode()
            if key.startswith(request.prefix.encode()) and (after is None or key > after):
                found.append((key, known))
        found.sort(key=lambda one: one[0])
        page = found[:size]
        token = _token(page[-1][0]) if len(found) > size else ""
        return proto.ListResponse(objects=[info_of(known) for _, known in page], next_page_token=token)


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


# A page token is "k" and the last key of the page before: it stays valid whatever comes and goes.
def _token(key):
    return "k" + base64.urlsafe_b64encode(key).decode()


def _parse_token(token, context):
    if not token:
        return None
    try:
        key = base64.urlsafe_b64decode(token[1:].encode())
    except ValueError:
        key = None
    if key is None or _token(key) != token:
        context.abort(CODES.INVALID_ARGUMENT, f"page_token {token!r} is not one of ours")
    return key
