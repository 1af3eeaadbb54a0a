"""The role: gofer.scheduler.v1 with processes of this host. All that it knows is in the directories of the containers."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import grpc
from gofer.scheduler.v1 import scheduler_pb2 as proto
from gofer.scheduler.v1 import scheduler_pb2_grpc

from container import OUTPUTS, Container, Locked, now_ms

# How often it is looked for what this process is not told: output, and what other processes do, such as a shim that an earlier
# plugin has started.
LOOK_EVERY_S = 0.1
SIGN_OF_LIFE_S = 25
ENDS_WITHIN_S = 30  # How long Remove waits for the end of what it has killed; its deadline is 60 s.
AT_ONCE = 32  # Items of a batch that are worked on at once.
BATCH = 256
CHUNK_BYTES = 64 << 10
CODES = grpc.StatusCode
STATES = proto.ContainerStatus
KINDS = proto.ContainerEvent
SHIM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim.py")


class Refused(Exception):
    """An item of a batch that was not done: code, reason and a sentence for a person."""


class Scheduler(scheduler_pb2_grpc.SchedulerServicer):
    generation = 0

    def __init__(self, log):
        self._log = log
        self._root = None
        self._draining = False
        self._items = ThreadPoolExecutor(AT_ONCE)
        # One lock for each key: Start, Stop and Remove of one container wait for each other.
        self._keys = {}
        self._changed = threading.Condition()
        self._changes = 0

    def configure(self, config, data_directory):
        root = os.path.join(data_directory, "containers")
        os.makedirs(root, mode=0o700, exist_ok=True)
        for name in os.listdir(root):
            if name.startswith("."):  # What a plugin that was killed has left of removed containers.
                shutil.rmtree(os.path.join(root, name), ignore_errors=True)
        self._config, self._root = config, root

    def drain(self):
        self._draining = True

    def _check(self, context, new_work=False):
        if self._root is None:
            context.abort(CODES.FAILED_PRECONDITION, "not configured yet: call Configure first")
        if new_work and self._draining:
            context.abort(CODES.UNAVAILABLE, "the plugin is being stopped")

    def _container(self, key):
        return Container(os.path.join(self._root, key))

    def _find(self, key):
        """How the container is; None when there is none."""
        container = self._container(key)
        spec = container.read("spec.json") if _is_key(key) else None
        if spec is None:
            return None
        status = STATES(key=key, spec_hash=spec["spec_hash"], external_name=container.path, state=STATES.STATE_RUNNING)
        ended = container.exit()
        started = container.read("started.json")
        if not ended and container.read("spec.json") is None:
            return None  # It was removed while we looked.
        if ended:
            status.state = STATES.STATE_EXITED
            status.started_at_ms = ended.get("started_at_ms", 0)
            status.exit.reason = proto.ExitResult.Reason.Value(ended["reason"])
            if ended.get("code") is not None:
                status.exit.exit_code = ended["code"]
            for field in ("signal", "message", "started_at_ms", "finished_at_ms"):
                if field in ended:
                    setattr(status.exit, field, ended[field])
        elif started:
            status.started_at_ms = started["at_ms"]
        else:
            status.state = STATES.STATE_CREATED
        return status

    def _each(self, work, items):
        """The outcomes of a batch in order: None or a value with no error, or an error."""

        def attempt(item):
            key = item if isinstance(item, str) else item.key
            try:
                with self._keys.setdefault(key, threading.Lock()):
                    return work(item), None
            except Refused as refused:
                code, reason, message = refused.args
                return None, proto.ItemError(code=code.value[0], reason=reason, message=message)
            except OSError as error:
                return None, proto.ItemError(code=CODES.UNAVAILABLE.value[0], reason="HOST", message=str(error))

        outcomes = list(self._items.map(attempt, items))
        self._tell()
        return outcomes

    def PrepareImage(self, request, context):
        self._check(context, new_work=True)
        if not request.image.strip():
            context.abort(CODES.INVALID_ARGUMENT, "image is empty: name one, although none is looked into here")
        yield proto.PrepareImageResponse(prepared=proto.PreparedImage(reference=request.image))

    def Start(self, request, context):
        self._check(context, new_work=True)
        results = []
        for spec, (status, error) in zip(request.containers, self._each(self._start, request.containers)):
            started = None if error else proto.StartedContainer(status=status, enforcements=_enforcements(spec.limits))
            results.append(proto.StartResult(key=spec.key, started=started, error=error))
        return proto.StartResponse(results=results)

    def _start(self, spec):
        """May be called for one that is created, runs or has exited: only the first is started."""
        _check_spec(spec)
        container, status = self._container(spec.key), self._find(spec.key)
        if status is None:
            stored = {"spec_hash": spec.spec_hash, "stop_signal": spec.stop_signal, "generation": self.generation}
            container.create(stored)
        elif status.spec_hash != spec.spec_hash:
            message = f"key {spec.key} is taken by a container with another spec"
            raise Refused(CODES.ALREADY_EXISTS, "SPEC_DIFFERS", message)
        elif status.state != STATES.STATE_CREATED:
            return status
        work = container.file("work")
        variables = {"PATH": self._config["path"], "HOME": work, "TMPDIR": work, **spec.environment}
        words = [*spec.entrypoint, *spec.command]
        order = {"words": words, "variables": variables, "wall_time_ms": spec.limits.wall_time_ms}
        # Of a session of its own: what ends the plugin, with all of its group, does not end the shim.
        shim = subprocess.Popen(
            [sys.executable, "-E", "-s", "-S", SHIM],
            cwd=container.path,
            env={},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with shim.stdin, shim.stdout:
            try:
                shim.stdin.write(json.dumps(order).encode())
                shim.stdin.close()
            except BrokenPipeError:
                pass  # It has ended: its directory says how far it came.
            shim.stdout.read()
        threading.Thread(target=lambda: (shim.wait(), self._tell()), daemon=True).start()
        status = self._find(spec.key)
        if status is None or status.state == STATES.STATE_CREATED:
            message = "its shim ended before it began, or that of an earlier plugin is about to begin"
            raise Refused(CODES.UNAVAILABLE, "NOT_STARTED", message)
        return status

    def Stop(self, request, context):
        self._check(context)
        errors = [error for _, error in self._each(self._stop, request.items)]
        results = [proto.ItemResult(key=item.key, error=error) for item, error in zip(request.items, errors)]
        return proto.StopResponse(results=results)

    def _stop(self, item):
        status = self._find(item.key)
        if status is None or status.state == STATES.STATE_EXITED:
            return
        container = self._container(item.key)
        name = item.signal or container.read("spec.json")["stop_signal"] or "SIGTERM"
        _check_signal(name)
        container.stop(name, now_ms() + item.grace_ms)

    def Remove(self, request, context):
        self._check(context)
        errors = [error for _, error in self._each(self._remove, request.keys)]
        results = [proto.ItemResult(key=key, error=error) for key, error in zip(request.keys, errors)]
        # There are no sandboxes: the modes that need one are refused.
        results += [proto.ItemResult(key=sandbox) for sandbox in request.sandboxes]
        return proto.RemoveResponse(results=results)

    def _remove(self, key):
        if self._find(key) is None:
            return
        container = self._container(key)
        until = time.monotonic() + ENDS_WITHIN_S
        while True:
            try:
                lock = container.lock()  # As long as this has it, no shim begins.
                break
            except Locked:
                if time.monotonic() > until:
                    raise Refused(CODES.UNAVAILABLE, "NOT_ENDED", "the container does not end") from None
                container.stop("SIGKILL", now_ms())
                time.sleep(0.02)
        with lock:
            gone = tempfile.mkdtemp(prefix=".removed-", dir=self._root)
            os.rename(container.path, gone)
        shutil.rmtree(gone, ignore_errors=True)
        self._keys.pop(key, None)

    def Inspect(self, request, context):
        self._check(context)
        status = self._find(request.key)
        if status is None:
            _abort_unknown(request.key, context)
        return proto.InspectResponse(status=status)

    def _all(self):
        """The keys of all containers, and maybe of some that are about to be."""
        return [name for name in os.listdir(self._root) if not name.startswith(".")]

    def List(self, request, context):
        self._check(context)
        try:
            found = [status for status in map(self._find, self._all()) if status is not None]
        except OSError as error:
            context.abort(CODES.UNAVAILABLE, f"the containers cannot be listed: {error}")
        for at in range(0, len(found), BATCH):
            yield proto.ListResponse(containers=found[at : at + BATCH])

    def _tell(self):
        """Wakes those who watch."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def WatchEvents(self, request, context):
        """Compares what is there with what it has told. So it knows nothing of an earlier stream: whoever comes with a token is
        told to list."""
        self._check(context)
        context.add_callback(self._tell)
        told = {}
        self._news(told)
        yield proto.WatchEventsResponse(resume_token=b"list", resync=bool(request.resume_token))
        last_sent = time.monotonic()
        while context.is_active():
            # From before the look, so that nothing comes in between.
            changes = self._changes
            events = self._news(told)
            sign_of_life = time.monotonic() - last_sent > SIGN_OF_LIFE_S
            for at in range(0, len(events) or sign_of_life, BATCH):
                yield proto.WatchEventsResponse(resume_token=b"list", events=events[at : at + BATCH])
                last_sent = time.monotonic()
            with self._changed:
                if changes == self._changes:
                    self._changed.wait(LOOK_EVERY_S)

    def _news(self, told):
        """The events since the last time; what they tell is noted."""
        events = []

        def add(kind, status):
            events.append(KINDS(kind=kind, status=status, occurred_at_ms=now_ms()))

        keys = self._all()
        for key in keys:
            before = told.get(key)
            if before is not None and before.state == STATES.STATE_EXITED:
                continue
            now = self._find(key)
            if now is None:
                continue
            told[key] = now
            earlier = STATES(key=key, spec_hash=now.spec_hash, external_name=now.external_name, state=STATES.STATE_CREATED)
            if before is None:
                add(KINDS.KIND_CREATED, earlier)
            if now.started_at_ms and not (before and before.started_at_ms):
                earlier.state, earlier.started_at_ms = STATES.STATE_RUNNING, now.started_at_ms
                add(KINDS.KIND_STARTED, earlier)
            if now.state == STATES.STATE_EXITED:
                add(KINDS.KIND_EXITED, now)
        for key in set(told).difference(keys):
            add(KINDS.KIND_REMOVED, told.pop(key))
        return events

    def StreamLogs(self, request, context):
        """Holds one chunk, and reads the next one when the reader has taken it: a slow one slows nobody else."""
        self._check(context)
        if self._find(request.key) is None:
            _abort_unknown(request.key, context)
        container = self._container(request.key)
        # A cursor says how far each file has been read.
        cursor = re.fullmatch(rb"(\d{1,18}):(\d{1,18})", request.cursor or b"0:0")
        offsets = [int(offset) for offset in cursor.groups()] if cursor else []
        try:
            files = [open(container.file(name), "rb", buffering=0) for name in OUTPUTS]
        except FileNotFoundError:
            _abort_unknown(request.key, context)
        if not offsets or any(offset > os.stat(file.fileno()).st_size for file, offset in zip(files, offsets)):
            context.abort(CODES.INVALID_ARGUMENT, "the cursor is not one of this container")
        while context.is_active():
            # Seen before the reading: nothing is written after the end.
            status = self._find(request.key)
            nothing = True
            for index, stream in enumerate((proto.LogChunk.STREAM_STDOUT, proto.LogChunk.STREAM_STDERR)):
                file = files[index].fileno()
                while data := os.pread(file, CHUNK_BYTES, offsets[index]):
                    nothing = False
                    offsets[index] += len(data)
                    place = b"%d:%d" % tuple(offsets)
                    at_ms = os.stat(file).st_mtime_ns // 1_000_000
                    chunk = proto.LogChunk(cursor=place, stream=stream, written_at_ms=at_ms, data=data)
                    yield proto.StreamLogsResponse(chunks=[chunk])
            if nothing and status is None:
                _abort_unknown(request.key, context)
            if nothing and (status.state == STATES.STATE_EXITED or not request.follow):
                yield proto.StreamLogsResponse(eof=status.state == STATES.STATE_EXITED)
                return
            if nothing:
                time.sleep(LOOK_EVERY_S)


def _is_key(key):
    return re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", key) is not None


def _abort_unknown(key, context):
    context.abort(CODES.NOT_FOUND, f"no container has the key {key!r}")


def _check_signal(name):
    if name not in signal.Signals.__members__:
        raise Refused(CODES.INVALID_ARGUMENT, "UNKNOWN_SIGNAL", f"{name} is not a signal: name one as SIGTERM")


def _check_spec(spec):
    """What cannot be kept is refused."""
    limits, mode = spec.limits, spec.network.mode
    if not _is_key(spec.key):
        raise Refused(CODES.INVALID_ARGUMENT, "BAD_KEY", "the key is not a DNS label of at most 63 characters")
    if not spec.entrypoint and not spec.command:
        message = "images are not run here: give the task a command or an entrypoint"
        raise Refused(CODES.INVALID_ARGUMENT, "NO_COMMAND", message)
    if spec.stop_signal:
        _check_signal(spec.stop_signal)
    if limits.required and (limits.cpu_millis or limits.memory_bytes or limits.pids):
        message = "processor, memory and processes cannot be limited here"
        raise Refused(CODES.FAILED_PRECONDITION, "UNSUPPORTED_LIMIT", message)
    if mode in (proto.Network.MODE_NONE, proto.Network.MODE_RUN):
        message = "a process cannot be kept from the network: name no network mode, or own"
        raise Refused(CODES.FAILED_PRECONDITION, "UNSUPPORTED_NETWORK", message)
    if spec.ports or spec.mounts or spec.keep_stdin_open or spec.HasField("confinement"):
        message = "PORTS is not served: no ports, mounts, confinement or open standard input"
        raise Refused(CODES.FAILED_PRECONDITION, "UNSUPPORTED_FEATURE", message)


def _enforcements(limits):
    """How each limit that was asked for is kept."""
    ignored, approximated = proto.LimitEnforcement.KIND_IGNORED, proto.LimitEnforcement.KIND_APPROXIMATED
    kinds = {"cpu_millis": ignored, "memory_bytes": ignored, "pids": ignored, "wall_time_ms": approximated}
    return [
        proto.LimitEnforcement(limit=limit, kind=kind) for limit, kind in kinds.items() if getattr(limits, limit) > 0
    ]
