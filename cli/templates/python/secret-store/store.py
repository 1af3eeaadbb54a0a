"""The role: gofer.secretstore.v1 with a file for each secret, found by the digests of its scope and key. Names are no secrets; the
value is sealed for its name, so that it does not open under another one. List reads every file of the scope, which is good for
some thousands of secrets."""

import base64
import hashlib
import json
import os
import tempfile
import threading
import time

import grpc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from gofer.secretstore.v1 import secretstore_pb2 as proto
from gofer.secretstore.v1 import secretstore_pb2_grpc

MOST_VALUE_BYTES = 1 << 20
MOST_REFS = 100
LONGEST_NAME = 256
NONCE_BYTES = 12
CODES = grpc.StatusCode


class Store(secretstore_pb2_grpc.SecretStoreServicer):
    def __init__(self, log):
        self._log = log
        self._secrets = None
        self._draining = False
        # Held while a condition is checked and the file put in its place.
        self._commit = threading.Lock()

    def configure(self, config, data_directory):
        secrets = os.path.join(data_directory, "secrets")
        os.makedirs(secrets, mode=0o700, exist_ok=True)
        self._most_bytes = config["max_value_bytes"]
        self._cipher = AESGCM(hashlib.sha256(b"my-plugin\n" + config["encryption_key"]).digest())
        self._secrets = secrets

    def drain(self):
        self._draining = True

    def _check_ready(self, context):
        if self._secrets is None:
            context.abort(CODES.FAILED_PRECONDITION, "not configured yet: call Configure first")
        if self._draining:
            context.abort(CODES.UNAVAILABLE, "the plugin is being stopped")

    def _path(self, ref, context):
        self._check_ready(context)
        if len(ref.scope.encode()) > LONGEST_NAME or not 1 <= len(ref.key.encode()) <= LONGEST_NAME:
            message = f"scope and key have at most {LONGEST_NAME} bytes, and the key at least one"
            context.abort(CODES.INVALID_ARGUMENT, message)
        return os.path.join(self._secrets, _digest(ref.scope), _digest(ref.key))

    def _find(self, ref, context):
        """A secret with its value, or None."""
        found = _read(self._path(ref, context), context)
        if found is None:
            return None
        sealed = base64.b64decode(found["sealed"])
        try:
            value = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(ref))
        except InvalidTag:
            message = f"secret {ref.key!r} cannot be decrypted: is encryption_key another one?"
            context.abort(CODES.DATA_LOSS, message)
        return proto.Secret(ref=ref, value=value, modified_at_ms=found["modified_at_ms"])

    def Get(self, request, context):
        secret = self._find(request.ref, context)
        if secret is None:
            context.abort(CODES.NOT_FOUND, f"there is no secret {request.ref.key!r}")
        return proto.GetResponse(secret=secret)

    def BatchGet(self, request, context):
        self._check_ready(context)
        if len(request.refs) > MOST_REFS:
            context.abort(CODES.INVALID_ARGUMENT, f"at most {MOST_REFS} secrets may be asked for at once")
        secrets = [self._find(ref, context) for ref in request.refs]
        return proto.BatchGetResponse(secrets=[secret for secret in secrets if secret is not None])

    def Put(self, request, context):
        path = self._path(request.ref, context)
        if len(request.value) > self._most_bytes:
            message = f"the value has {len(request.value)} bytes, at most {self._most_bytes} are allowed"
            context.abort(CODES.INVALID_ARGUMENT, message)
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, request.value, _bound(request.ref))
        with self._commit:
            if request.if_absent and os.path.exists(path):
                context.abort(CODES.ALREADY_EXISTS, f"secret {request.ref.key!r} exists")
            now_ms = int(time.time() * 1000)
            entry = {
                "scope": request.ref.scope,
                "key": request.ref.key,
                "sealed": base64.b64encode(sealed).decode(),
                "modified_at_ms": now_ms,
            }
            try:
                _write(path, json.dumps(entry).encode())
            except OSError as error:
                context.abort(CODES.UNAVAILABLE, f"secret {request.ref.key!r} cannot be stored: {error}")
        return proto.PutResponse(modified_at_ms=now_ms)

    def Delete(self, request, context):
        path = self._path(request.ref, context)
        with self._commit:
            try:
                os.remove(path)
                _sync_directory(os.path.dirname(path))
            except FileNotFoundError:
                pass
        return proto.DeleteResponse()

    def List(self, request, context):
        self._check_ready(context)
        size = request.page_size or 100
        if not 1 <= size <= 1000:
            context.abort(CODES.INVALID_ARGUMENT, f"page_size {size} is not in 1 to 1000")
        after = _parse_token(request.page_token, context)
        directory = os.path.join(self._secrets, _digest(request.scope))
        found = []
        for name in os.listdir(directory) if os.path.isdir(directory) else []:
            entry = None if name.startswith(".") else _read(os.path.join(directory, name), context)
            if entry is not None and (after is None or entry["key"].encode() > after):
                found.append(entry)
        found.sort(key=lambda entry: entry["key"].encode())
        page = found[:size]
        return proto.ListResponse(
            keys=[proto.SecretKey(key=entry["key"], modified_at_ms=entry["modified_at_ms"]) for entry in page],
            next_page_token=_token(page[-1]["key"].encode()) if len(found) > size else "",
        )


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _bound(ref):
    return json.dumps([ref.scope, ref.key]).encode()


def _read(path, context):
    """What the file of a secret holds, or None."""
    try:
        with open(path, "rb") as file:
            return json.load(file)
    except FileNotFoundError:
        return None
    except ValueError:
        context.abort(CODES.DATA_LOSS, f"the file {path} is damaged: restore it, or delete the secret")


def _write(path, raw):
    """Puts a file in its place, whole and durably."""
    directory = os.path.dirname(path)
    os.makedirs(directory, mode=0o700, exist_ok=True)
    file = tempfile.NamedTemporaryFile(dir=directory, prefix=".part-", delete=False)
    try:
        with file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.rename(file.name, path)
    except OSError:
        os.remove(file.name)
        raise
    _sync_directory(directory)


def _sync_directory(path):
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


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
        context.abort(CODES.INVALID_ARGUMENT, "the page token is not one of ours")
    return key
