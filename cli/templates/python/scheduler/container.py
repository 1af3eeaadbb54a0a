"""The directory of one container. All that is known about it is there, written by whoever knows it first, so another process of
this plugin finds it again:

    spec.json      by the plugin, last of all that a new one needs: without it there is no container
    started.json   by the shim, before the command    lock             held by the shim as long as it lives
    stop.json      by the plugin, before a stop       stdout, stderr   what it writes
    exit.json      by the shim, at the end            work             where it runs
"""

import fcntl
import json
import os
import signal
import time

WAKE = signal.SIGUSR1
OUTPUTS = ("stdout", "stderr")


def now_ms():
    return time.time_ns() // 1_000_000


class Locked(Exception):
    """Somebody else has it: the shim of the container, or the plugin that removes it."""


class Container:
    def __init__(self, path):
        self.path = path

    def file(self, name):
        return os.path.join(self.path, name)

    def create(self, spec):
        os.makedirs(self.file("work"), mode=0o700, exist_ok=True)
        for name in ("lock", *OUTPUTS):
            open(self.file(name), "wb").close()
        _flush(os.path.dirname(self.path))
        self.write("spec.json", spec)

    def read(self, name):
        """A record, or None when it is not there."""
        try:
            with open(self.file(name), "rb") as file:
                return json.load(file)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name, record):
        """Stores a record whole and for good: a host that goes down afterwards still has it."""
        temporary = self.file(f"{name}.{os.getpid()}")
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(record, file)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, self.file(name))
        _flush(self.path)

    def lock(self, how=fcntl.LOCK_EX):
        """Raises Locked, or gives a file; the lock goes when that is closed or the process ends, however it does."""
        file = open(self.file("lock"), "rb")
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise Locked() from None
        return file

    def shim_lives(self):
        """Asked of one that has started: no shim wants the lock any more that could be disturbed."""
        try:
            self.lock(fcntl.LOCK_SH).close()
            return False
        except FileNotFoundError:
            return False
        except Locked:
            return True

    def stop(self, signal_name, kill_at_ms):
        """Notes that it is to end, and wakes the shim; one that begins now looks by itself. The earliest time to kill counts."""
        before = self.read("stop.json") or {"kill_at_ms": kill_at_ms}
        self.write("stop.json", {"signal": signal_name, "kill_at_ms": min(before["kill_at_ms"], kill_at_ms)})
        started = self.read("started.json")
        if started and self.shim_lives():
            try:
                os.kill(started["shim_pid"], WAKE)
            except ProcessLookupError:
                pass  # It has ended, which is all that is asked for.

    def exit(self):
        """How it ended, and None as long as it has not."""
        started = self.read("started.json")
        # Asked before the exit, which the shim leaves before it ends.
        lives = started and self.shim_lives()
        stored = self.read("exit.json")
        if stored or lives or not started:
            return stored
        try:
            last_sign_ms = max(os.stat(self.file(name)).st_mtime_ns for name in OUTPUTS) // 1_000_000
        except FileNotFoundError:
            return None  # It was removed while we looked.
        return {
            "reason": "REASON_LOST",
            "message": "its shim is gone and left no result: the host was restarted, or somebody killed it",
            "started_at_ms": started["at_ms"],
            "finished_at_ms": max(last_sign_ms, started["at_ms"]),
        }


def _flush(directory):
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
