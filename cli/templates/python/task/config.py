"""What this plugin is: its name, its settings and its role. GetInfo tells it, and gofer-plugin.json must agree."""

import json

from gofer.plugin.v1 import plugin_pb2 as base
from gofer.task.v1 import task_pb2_grpc

from task import Task
from work import SETTINGS_SCHEMA

NAME = "my-plugin"
VERSION = "0.1.0"
CONTRACT = "gofer.task.v1"

# What an administrator may set.
CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "greeting": {"type": "string", "default": "hello", "description": "What comes before the name."},
    },
    "additionalProperties": False,
}
# What a pipeline may pass.
PARAMETERS_SCHEMA = SETTINGS_SCHEMA

Role = Task
add_role = task_pb2_grpc.add_TaskServicer_to_server


def parse_config(raw, secrets):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        greeting = json.loads(raw or b"{}").get("greeting", "hello")
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    if not isinstance(greeting, str):
        return None, [base.Violation(pointer="/greeting", message="must be a text")]
    return {"greeting": greeting}, []
