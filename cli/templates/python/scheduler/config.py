"""What this plugin is: its name, its settings and its role. GetInfo tells it, and gofer-plugin.json must agree."""

import json

from gofer.plugin.v1 import plugin_pb2 as base
from gofer.scheduler.v1 import scheduler_pb2_grpc

from scheduler import Scheduler

NAME = "my-plugin"
VERSION = "0.1.0"
CONTRACT = "gofer.scheduler.v1"

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# What an administrator may set.
CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "path": {
            "type": "string",
            "minLength": 1,
            "default": DEFAULT_PATH,
            "description": "Where commands are looked for; a task may have a PATH of its own.",
        },
    },
    "additionalProperties": False,
}
# A scheduler takes no parameters of pipelines.
PARAMETERS_SCHEMA = None

Role = Scheduler
add_role = scheduler_pb2_grpc.add_SchedulerServicer_to_server


def parse_config(raw, secrets):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        path = json.loads(raw or b"{}").get("path", DEFAULT_PATH)
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    if not isinstance(path, str) or path == "":
        return None, [base.Violation(pointer="/path", message="must be a text that is not empty")]
    return {"path": path}, []
