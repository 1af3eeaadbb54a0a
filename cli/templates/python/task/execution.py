"""One run of the task, and what it tells."""

import base64
import fcntl
import json
import os
import threading
import time

from gofer.task.v1 import task_pb2 as proto

CHUNK_BYTES = 32 << 10  # Less than the 64 KiB that a message of the log may hold.
SIGN_OF_LIFE_S = 25


class Elsewhere(Exception):
    """Another process of this plugin, which is being replaced, works on it."""


class Execution:
    """All that it tells is a line of JSON in its file, so that it is known after a crash; the first line is the hash of what
    it was started with. The process that works on it holds a lock on the file, which goes with the process."""

    def __init__(self, file, spec_hash=None):
        self._file = file
        self._changed = threading.Condition()
        self._events = []
        self.spec_hash = spec_hash
        self.cancelled = threading.Event()

    @classmethod
    def begin(cls, path, spec_hash):
        """Makes the file; it must not be there."""
        execution = cls(_lock(open(path, "x+b", buffering=0)), spec_hash)
        execution._store({"hash": spec_hash})
        return execution

    @classmethod
    def load(cls, path):
        """Finds one that another process has begun. When that is gone without a result, nobody knows how it ended: it is
        LOST, and never run again."""
        execution = cls(_lock(open(path, "r+b", buffering=0)))
        for position, line in enumerate(execution._file.read().splitlines()):
            try:
                stored = json.loads(line)
            except ValueError:
                break  # The last line may be half written.
            if position == 0:
                execution.spec_hash = stored["hash"]
            else:
                execution._events.append(_event(stored, position))
        if not execution.ended():
            execution._file.write(b"\n")
            execution.end(proto.Result.KIND_LOST, "the plugin ended before the task did")
        return execution

    def ended(self):
        return bool(self._events) and self._events[-1].HasField("result")

    def write(self, data):
        """The log of the task."""
        for at in range(0, len(data), CHUNK_BYTES):
            log = base64.b64encode(data[at : at + CHUNK_BYTES]).decode()
            self._tell({"log": log, "at_ms": int(time.time() * 1000)})

    def end(self, kind, message="", outputs=None):
        self._tell({"kind": kind, "message": message, "outputs": outputs or {}})

    def close(self):
        self._file.close()

    def _store(self, stored):
        self._file.write(json.dumps(stored).encode() + b"\n")

    def _tell(self, stored):
        with self._changed:
            if self.ended():
                return  # Nothing comes after the result.
            self._store(stored)
            if "kind" in stored:
                os.fsync(self._file.fileno())
            self._events.append(_event(stored, len(self._events) + 1))
            self._changed.notify_all()

    def wake(self):
        with self._changed:
            self._changed.notify_all()

    def follow(self, position, context):
        """Everything from a position on: at once a sign of life, then what there is, and the result at the end."""
        context.add_callback(self.wake)
        yield _heartbeat(position)
        while context.is_active():
            with self._changed:
                news = self._events[position:]
                if not news:
                    if self.ended():
                        return
                    self._changed.wait(SIGN_OF_LIFE_S)
                    news = self._events[position:]
            yield from news or [_heartbeat(position)]
            position += len(news)


def _lock(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Elsewhere() from None
    return file


def _event(stored, position):
    cursor = str(position).encode()
    if "kind" in stored:
        result = proto.Result(kind=stored["kind"], message=stored["message"], outputs=stored["outputs"])
        return proto.TaskEvent(cursor=cursor, result=result)
    log = proto.LogOutput(data=base64.b64decode(stored["log"]), written_at_ms=stored["at_ms"])
    return proto.TaskEvent(cursor=cursor, log=log)


def _heartbeat(position):
    return proto.TaskEvent(cursor=str(position).encode(), heartbeat=proto.Heartbeat())
