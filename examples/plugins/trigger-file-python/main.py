"""A plugin of Gofer, written on grpcio from the proto files alone.

This file is the part that every plugin has: the launch protocol and gofer.plugin.v1. config.py says what it is, and names the role.
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

import certificate
from config import CONFIG_SCHEMA, CONTRACT, NAME, PARAMETERS_SCHEMA, VERSION, Role, add_role, parse_config

COOKIE = ("GOFER_PLUGIN_MAGIC_COOKIE", "8f3c1e6d0b7a49521f4de8c36a9075bd2e61f0c4975a3d8be410267cf95d83ab")


def log(level, message, **fields):
    """One JSON object a line on standard error: the kernel keeps level and fields."""
    sys.stderr.write(json.dumps({"@level": level, "@message": message, "@module": NAME, **fields}) + "\n")
    sys.stderr.flush()


class Plugin(base_grpc.PluginServicer):
    """gofer.plugin.v1: what every plugin serves, whatever its role."""

    def __init__(self, role):
        self._role = role
        self._changed = threading.Condition()
        self._hash = None
        self._draining = False

    def GetInfo(self, request, context):
        return base.GetInfoResponse(
            name=NAME,
            version=VERSION,
            contracts=[base.Contract(name=CONTRACT)],
            config_schema=json.dumps(CONFIG_SCHEMA).encode(),
            parameters_schema=json.dumps(PARAMETERS_SCHEMA).encode() if PARAMETERS_SCHEMA else b"",
        )

    def ValidateConfig(self, request, context):
        _, violations = parse_config(request.config, request.secrets)
        return base.ValidateConfigResponse(violations=violations)

    def Configure(self, request, context):
        config, violations = parse_config(request.config, request.secrets)
        if violations:
            context.abort(
                grpc.StatusCode.INVALID_ARGUMENT, "; ".join(f"{v.pointer or '/'} {v.message}" for v in violations)
            )
        with self._changed:
            if self._hash != request.config_hash:
                # Which start of the installation this is: what a role makes outside carries it.
                self._role.generation = request.generation
                try:
                    self._role.configure(config, request.data_directory)
                except OSError as error:
                    context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"the data directory cannot be used: {error}")
                self._hash = request.config_hash
                log("info", "configured", generation=request.generation)
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
        self._role.drain()
        return base.DrainResponse()


class Health(health_pb2_grpc.HealthServicer):
    """Says whether this process serves; whether it can do its job is a matter of WatchStatus."""

    def Check(self, request, context):
        if request.service not in ("", "plugin"):
            context.abort(grpc.StatusCode.NOT_FOUND, f"there is no service {request.service}")
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

    # Files and the socket are for this user alone.
    os.umask(0o077)
    stop = threading.Event()
    # A Ctrl-C in the kernel's terminal is for the kernel, which decides when its plugins end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), stop.set()), daemon=True).start()

    role = Role(log)
    # A stream holds a thread as long as it lasts, and there is one for each execution of a task and each log of a container. The
    # threads are made when they are needed.
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4096))
    base_grpc.add_PluginServicer_to_server(Plugin(role), server)
    add_role(role, server)
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
    role.drain()
    server.stop(grace=1).wait()
    sys.stderr.flush()
    # Not by way of the interpreter: threads of grpcio that are still there then may abort the process.
    os._exit(0)


if __name__ == "__main__":
    main()
