"""A Gofer plugin that runs a pipeline when a file changes, written on grpcio from the proto files alone.

This file is the part that every plugin has: the launch protocol and gofer.plugin.v1. The role is in trigger.py.
"""

import base64
import json
import os
import signal
import sys
import threading
from concurrent import futures

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generated"))

import grpc
import health_pb2
import health_pb2_grpc
import plugin_pb2
import plugin_pb2_grpc as controller_grpc
from gofer.plugin.v1 import plugin_pb2 as base
from gofer.plugin.v1 import plugin_pb2_grpc as base_grpc
from gofer.trigger.v1 import trigger_pb2_grpc

import certificate
from trigger import FileTrigger

NAME = "trigger-file-python"
VERSION = "0.1.0"
COOKIE = ("GOFER_PLUGIN_MAGIC_COOKIE", "8f3c1e6d0b7a49521f4de8c36a9075bd2e61f0c4975a3d8be410267cf95d83ab")

CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "interval_ms": {
            "type": "integer",
            "minimum": 10,
            "maximum": 60000,
            "default": 1000,
            "description": "How often the files are looked at.",
        }
    },
    "additionalProperties": False,
}
PARAMETERS_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"path": {"type": "string", "description": "Absolute path of the file to watch."}},
    "required": ["path"],
    "additionalProperties": False,
}


def log(level, message, **fields):
    """One JSON object a line on standard error: the kernel keeps level and fields."""
    sys.stderr.write(json.dumps({"@level": level, "@message": message, "@module": NAME, **fields}) + "\n")
    sys.stderr.flush()


class Plugin(base_grpc.PluginServicer):
    """gofer.plugin.v1: what every plugin serves, whatever its role."""

    def __init__(self, trigger):
        self._trigger = trigger
        self._changed = threading.Condition()
        self._hash = None
        self._draining = False

    def GetInfo(self, request, context):
        return base.GetInfoResponse(
            name=NAME,
            version=VERSION,
            contracts=[base.Contract(name="gofer.trigger.v1")],
            config_schema=json.dumps(CONFIG_SCHEMA).encode(),
            parameters_schema=json.dumps(PARAMETERS_SCHEMA).encode(),
        )

    def ValidateConfig(self, request, context):
        _, violations = parse_config(request.config)
        return base.ValidateConfigResponse(violations=violations)

    def Configure(self, request, context):
        config, violations = parse_config(request.config)
        if violations:
            context.abort(
                grpc.StatusCode.INVALID_ARGUMENT, "; ".join(f"{v.pointer or '/'} {v.message}" for v in violations)
            )
        with self._changed:
            if self._hash != request.config_hash:
                self._hash = request.config_hash
                self._trigger.configure(config["interval_ms"] / 1000)
                log("info", "configured", generation=request.generation, **config)
            self._changed.notify_all()
        return base.ConfigureResponse()

    def WatchStatus(self, request, context):
        context.add_callback(self._wake)
        while context.is_active():
            with self._changed:
                state = self._state()
            yield state
            with self._changed:
                if self._state() == state:
                    self._changed.wait(25)

    def _wake(self):
        with self._changed:
            self._changed.notify_all()

    def _state(self):
        states = base.WatchStatusResponse
        if self._draining:
            return states(state=states.STATE_DRAINING)
        if self._hash is None:
            return states(state=states.STATE_STARTING, reason="NOT_CONFIGURED", message="waiting for Configure")
        return states(state=states.STATE_HEALTHY)

    def Drain(self, request, context):
        with self._changed:
            self._draining = True
            self._changed.notify_all()
        self._trigger.drain()
        return base.DrainResponse()


def parse_config(raw):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        config = json.loads(raw or b"{}")
        interval = config.get("interval_ms", 1000)
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    if not isinstance(interval, int) or isinstance(interval, bool) or not 10 <= interval <= 60000:
        return None, [base.Violation(pointer="/interval_ms", message="must be a whole number from 10 to 60000")]
    return {"interval_ms": interval}, []


class Health(health_pb2_grpc.HealthServicer):
    """Says whether this process serves; whether it can do its job is a matter of WatchStatus."""

    def Check(self, request, context):
        return health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.SERVING)


class Controller(controller_grpc.GRPCControllerServicer):
    def __init__(self, stop):
        self._stop = stop

    def Shutdown(self, request, context):
        self._stop.set()
        return plugin_pb2.Empty()


def main():
    if os.environ.get(COOKIE[0]) != COOKIE[1]:
        sys.exit(f"{NAME} {VERSION} is a plugin of Gofer and is started by its kernel: gofer plugin install <folder>")
    if "1" not in os.environ.get("PLUGIN_PROTOCOL_VERSIONS", "").split(","):
        log("warn", "the kernel does not offer plugin protocol version 1, which is the one this plugin speaks")

    stop = threading.Event()
    # A Ctrl-C in the kernel's terminal is for the kernel, which decides when its plugins end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), stop.set()), daemon=True).start()

    trigger = FileTrigger(log)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
    base_grpc.add_PluginServicer_to_server(Plugin(trigger), server)
    trigger_pb2_grpc.add_TriggerServicer_to_server(trigger, server)
    health_pb2_grpc.add_HealthServicer_to_server(Health(), server)
    controller_grpc.add_GRPCControllerServicer_to_server(Controller(stop), server)

    path = os.path.join(os.environ["PLUGIN_UNIX_SOCKET_DIR"], "p")
    kernel = os.environ.get("PLUGIN_CLIENT_CERT", "")
    own = certificate.create() if kernel else None
    if own:
        # Both sides trust exactly one certificate: the other's.
        credentials = grpc.ssl_server_credentials([(own.key_pem, own.pem)], kernel.encode(), require_client_auth=True)
        server.add_secure_port(f"unix:{path}", credentials)
    else:
        # Allowed on a socket inside the directory that the kernel has made for this plugin alone.
        server.add_insecure_port(f"unix:{path}")
    server.start()
    der = base64.b64encode(own.der).decode().rstrip("=") if own else ""
    print(f"1|1|unix|{path}|grpc|{der}", flush=True)

    stop.wait()
    trigger.drain()
    server.stop(grace=1).wait()


if __name__ == "__main__":
    main()
