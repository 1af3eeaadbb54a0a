"""The role: gofer.task.v1. It knows executions by their keys; what one does is in work.py."""

import json
import os
import re
import threading
import time

import grpc
from gofer.task.v1 import task_pb2 as proto
from gofer.task.v1 import task_pb2_grpc

from execution import Elsewhere, Execution
from work import DESCRIPTION, SETTINGS_SCHEMA, violations_of, work

KEPT_S = 24 * 3600


class Task(task_pb2_grpc.TaskServicer):
    def __init__(self, log):
        self._log = log
        self._mutex = threading.Lock()
        self._config = None
        self._directory = None
        self._draining = False
        self._executions = {}

    def configure(self, config, data_directory):
        directory = os.path.join(data_directory, "executions")
        os.makedirs(directory, mode=0o700, exist_ok=True)
        with self._mutex:
            self._config, self._directory = config, directory
            self._remove_old()

    def _remove_old(self):
        """Gives up results that nobody has asked for in a day."""
        for entry in list(os.scandir(self._directory)):
            if time.time() - entry.stat().st_mtime > KEPT_S and entry.name not in self._executions:
                try:
                    Execution.load(entry.path).close()
                    os.remove(entry.path)
                except Elsewhere:
                    pass

    def drain(self):
        self._draining = True

    def _check_configured(self, context):
        if self._config is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not configured yet: call Configure first")

    def Describe(self, request, context):
        self._check_configured(context)
        return proto.DescribeResponse(description=DESCRIPTION, settings_schema=json.dumps(SETTINGS_SCHEMA).encode())

    def ValidateSettings(self, request, context):
        self._check_configured(context)
        return proto.ValidateSettingsResponse(violations=violations_of(dict(request.settings)))

    def _find(self, key):
        """The execution with a key, also one of an earlier process; None when there is none. The mutex is held."""
        if key not in self._executions:
            if not _is_key(key) or not os.path.exists(os.path.join(self._directory, key)):
                return None
            self._executions[key] = Execution.load(os.path.join(self._directory, key))
        return self._executions[key]

    def _known(self, key, context):
        self._check_configured(context)
        try:
            with self._mutex:
                return self._find(key)
        except Elsewhere:
            _abort_elsewhere(context)

    def Run(self, request, context):
        self._check_configured(context)
        if self._draining:
            context.abort(grpc.StatusCode.UNAVAILABLE, "the plugin is being stopped")
        if not _is_key(request.key):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"the key {request.key!r} is not a DNS label")
        violations = violations_of(dict(request.settings))
        execution = None
        try:
            with self._mutex:
                execution = self._find(request.key)
                if execution is None and not violations:
                    path = os.path.join(self._directory, request.key)
                    execution = Execution.begin(path, request.spec_hash)
                    self._executions[request.key] = execution
                    threading.Thread(target=self._work, args=(execution, self._config, request), daemon=True).start()
        except Elsewhere:
            _abort_elsewhere(context)
        if execution is None:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "; ".join(violations))
        if execution.spec_hash != request.spec_hash:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, f"the key {request.key!r} is taken with other settings")
        for event in execution.follow(0, context):
            yield proto.RunResponse(event=event)

    @staticmethod
    def _work(execution, config, request):
        try:
            settings, variables = dict(request.settings), dict(request.variables)
            outputs = work(config, settings, variables, execution.write, execution.cancelled)
            execution.end(proto.Result.KIND_SUCCEEDED, outputs=outputs)
        except Exception as error:  # Whatever it is, the task has failed with it.
            execution.end(proto.Result.KIND_FAILED, str(error))

    def Attach(self, request, context):
        execution = self._known(request.key, context)
        if execution is None:
            context.abort(grpc.StatusCode.NOT_FOUND, f"no execution has the key {request.key!r}")
        if not re.fullmatch(rb"\d{0,15}", request.cursor):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "the cursor is not one of ours")
        for event in execution.follow(int(request.cursor or b"0"), context):
            yield proto.AttachResponse(event=event)

    def Cancel(self, request, context):
        """Gives the result at once: the work has nothing that takes time to end. Work that has may use the grace time."""
        execution = self._known(request.key, context)
        if execution is not None:
            execution.end(proto.Result.KIND_CANCELLED, "it was cancelled")
            execution.cancelled.set()
        return proto.CancelResponse()

    def Forget(self, request, context):
        for key in request.keys:
            execution = self._known(key, context)
            if execution is None:
                continue
            execution.end(proto.Result.KIND_CANCELLED, "it was forgotten")
            execution.cancelled.set()
            with self._mutex:
                if self._executions.pop(key, None) is not None:
                    execution.close()
                    os.remove(os.path.join(self._directory, key))
        return proto.ForgetResponse()


def _is_key(key):
    return re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", key) is not None


def _abort_elsewhere(context):
    context.abort(
        grpc.StatusCode.UNAVAILABLE,
        "it goes on in another process of this plugin, which is being replaced: try again later",
    )
