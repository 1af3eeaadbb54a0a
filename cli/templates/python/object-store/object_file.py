"""The file of an object: its bytes, then what is known of it as JSON, then the length of that. Both appear in one rename, and
who reads keeps the file that is open."""

import json
import os
import struct

from gofer.objectstore.v1 import objectstore_pb2 as proto

LENGTH = struct.Struct(">I")


class Damaged(Exception):
    pass


def open_object(path):
    """The open file at its first byte, and what is known of the object. Raises FileNotFoundError."""
    file = open(path, "rb")
    try:
        end = file.seek(-LENGTH.size, os.SEEK_END)
        (length,) = LENGTH.unpack(file.read(LENGTH.size))
        file.seek(end - length)
        known = json.loads(file.read(length))
        file.seek(0)
        return file, known
    except (OSError, ValueError, struct.error) as error:
        file.close()
        raise Damaged(f"the file {path} is damaged: {error}") from error


def finish_object(file, path, known):
    """Writes what is known behind the bytes, makes the file durable and puts it in its place."""
    raw = json.dumps(known).encode()
    file.write(raw + LENGTH.pack(len(raw)))
    file.flush()
    os.fsync(file.fileno())
    os.rename(file.name, path)
    sync_directory(os.path.dirname(path))


def sync_directory(path):
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def info_of(known):
    return proto.ObjectInfo(
        key=known["key"],
        size_bytes=known["size_bytes"],
        sha256=bytes.fromhex(known["sha256"]),
        etag=known["etag"],
        modified_at_ms=known["modified_at_ms"],
    )
