"""What this plugin is: its name, its settings and its role. GetInfo tells it, and gofer-plugin.json must agree."""

import json

from gofer.plugin.v1 import plugin_pb2 as base
from gofer.trigger.v1 import trigger_pb2_grpc

from trigger import FileTrigger

NAME = "trigger-file-python"
VERSION = "0.1.0"
CONTRACT = "gofer.trigger.v1"

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

Role = FileTrigger
add_role = trigger_pb2_grpc.add_TriggerServicer_to_server


def parse_config(raw, secrets):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        interval = json.loads(raw or b"{}").get("interval_ms", 1000)
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    if not isinstance(interval, int) or isinstance(interval, bool) or not 10 <= interval <= 60000:
        return None, [base.Violation(pointer="/interval_ms", message="must be a whole number from 10 to 60000")]
    return {"interval_ms": interval}, []
