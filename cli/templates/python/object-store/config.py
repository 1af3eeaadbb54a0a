"""What this plugin is: its name, its settings and its role. GetInfo tells it, and gofer-plugin.json must agree."""

import json

from gofer.objectstore.v1 import objectstore_pb2_grpc
from gofer.plugin.v1 import plugin_pb2 as base

from store import Store

NAME = "my-plugin"
VERSION = "0.1.0"
CONTRACT = "gofer.objectstore.v1"

# What an administrator may set.
CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "max_object_bytes": {
            "type": "integer",
            "minimum": 1,
            "default": 1 << 30,
            "description": "Larger objects are refused.",
        }
    },
    "additionalProperties": False,
}
# A store takes no parameters of pipelines.
PARAMETERS_SCHEMA = None

Role = Store
add_role = objectstore_pb2_grpc.add_ObjectStoreServicer_to_server


def parse_config(raw, secrets):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        most = json.loads(raw or b"{}").get("max_object_bytes", 1 << 30)
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        return None, [base.Violation(pointer="/max_object_bytes", message="must be a whole number, 1 or more")]
    return {"max_object_bytes": most}, []
