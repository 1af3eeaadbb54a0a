"""The shim is a process for each container, between it and the plugin: it keeps the time and the exit when nobody else is there.

It runs in the container's directory and is given what to run on standard input: a variable may hold a secret, which belongs
neither on the disk nor among the arguments. When the container has begun or cannot, it closes its standard output.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time

from container import WAKE, Container, Locked, now_ms

SIGNALS = {WAKE, signal.SIGCHLD}
PR_SET_PDEATHSIG = 1
LONGEST_WAIT_S = 3600


def main():
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    order = json.load(sys.stdin)
    # By this name it is always the same directory, also when that is removed and another one has its path.
    container = Container(".")
    try:
        lock = container.lock()
    except (Locked, FileNotFoundError):
        return
    if container.read("spec.json") and not container.read("started.json") and not container.read("exit.json"):
        ended = {**run(container, order), "finished_at_ms": now_ms()}
        while True:
            try:
                container.write("exit.json", ended)
                break
            except FileNotFoundError:
                break  # It was removed.
            except OSError:
                time.sleep(1)  # A full disk is no reason to lose it.
    lock.close()


def run(container, order):
    """Runs the command to its end. What cannot be run is an end as well."""
    words = [word.encode() for word in order["words"]]
    variables = {key.encode(): value.encode() for key, value in order["variables"].items()}
    program, code = look_up(words[0], variables[b"PATH"])
    if code:
        why = "not found" if code == 127 else "not executable"
        return {"reason": "REASON_START_ERROR", "code": code, "message": f"command {order['words'][0]!r} is {why}"}
    started_at_ms = now_ms()
    # From here on it counts as having run, and never runs again. Whoever stops it from now on sees the process id.
    container.write("started.json", {"shim_pid": os.getpid(), "at_ms": started_at_ms})
    if container.read("stop.json"):
        return {"reason": "REASON_STOPPED", "message": "stopped before it began"}
    libc = ctypes.CDLL(None)

    def prepare():
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # The plugin ignores it, and a shell could not trap it then.
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # It does not outlive the shim.

    try:
        with open("stdout", "ab") as stdout, open("stderr", "ab") as stderr:
            command = subprocess.Popen(
                words,
                executable=program,
                env=variables,
                cwd="work",
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
                preexec_fn=prepare,
            )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return {"reason": "REASON_START_ERROR", "code": 126, "message": f"command {order['words'][0]!r}: {error}"}
    os.close(1)
    reason = watch(container, command.pid, started_at_ms, order["wall_time_ms"])
    code = command.wait()
    ended = {"reason": reason or "REASON_EXITED", "code": code, "started_at_ms": started_at_ms}
    if code < 0:
        ended.update(reason=reason or "REASON_SIGNALED", code=128 - code, signal=signal.Signals(-code).name)
    return ended


def look_up(word, path):
    """The program as a shell finds it, and otherwise the exit code that a shell gives."""
    folders = [b""] if b"/" in word else path.split(b":")
    there = [file for file in (os.path.join(b"work", folder, word) for folder in folders) if os.path.exists(file)]
    for file in there:
        if os.path.isfile(file) and os.access(file, os.X_OK):
            return os.path.abspath(file), 0
    return None, 126 if there else 127


def watch(container, pid, started_at_ms, wall_time_ms):
    """Returns when the command has ended, with the reason when we have ended it. Until then, and as long as the command is not
    waited for, no other process can have its number or that of its group."""
    reason = None
    kill_at_ms = started_at_ms + wall_time_ms if wall_time_ms > 0 else float("inf")
    while True:
        wait_s = max(0, min((kill_at_ms - now_ms()) / 1000, LONGEST_WAIT_S))
        woken = signal.sigtimedwait(SIGNALS, wait_s)
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            os.killpg(pid, signal.SIGKILL)  # What it has started goes with it.
            return reason
        stop = container.read("stop.json") if woken and woken.si_signo == WAKE else None
        if stop:
            reason = reason or "REASON_STOPPED"
            kill_at_ms = min(kill_at_ms, stop["kill_at_ms"])
            if now_ms() < kill_at_ms:
                os.killpg(pid, signal.Signals[stop["signal"]])
        if now_ms() >= kill_at_ms:
            reason = reason or "REASON_TIMEOUT"
            os.killpg(pid, signal.SIGKILL)
            kill_at_ms = now_ms() + 1000  # Again, if it has to be: what was forked in that moment was not killed.


if __name__ == "__main__":
    main()
