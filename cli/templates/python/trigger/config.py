"""What this plugin is: its name, its settings and its role. GetInfo tells it, and gofer-plugin.json must agree."""

import json

from gofer.plugin.v1 import plugin_pb2 as base
from gofer.trigger.v1 import trigger_pb2_grpc

from trigger import IntervalTrigger

NAME = "my-plugin"
VERSION = "0.1.0"
CONTRACT = "gofer.trigger.v1"

# What an administrator may set.
CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "shortest_ms": {
            "type": "integer",
            "minimum": 100,
            "default": 60000,
            "description": "The shortest time between two fires that a pipeline may ask for.",
        }
    },
    "additionalProperties": False,
}
# What a pipeline may pass.
PARAMETERS_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"every": {"type": "string", "description": "The time between two fires, for example 5m."}},
    "required": ["every"],
    "additionalProperties": False,
}

Role = IntervalTrigger
add_role = trigger_pb2_grpc.add_TriggerServicer_to_server


def parse_config(raw, secrets):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        shortest = json.loads(raw or b"{}").get("shortest_ms", 60000)
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    if not isinstance(shortest, int) or isinstance(shortest, bool) or shortest < 100:
        return None, [base.Violation(pointer="/shortest_ms", message="must be a whole number, 100 or more")]
    return {"shortest_ms": shortest}, []
