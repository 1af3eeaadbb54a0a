"""What this plugin is: its name, its settings and its role. GetInfo tells it, and gofer-plugin.json must agree."""

import json

from gofer.plugin.v1 import plugin_pb2 as base
from gofer.secretstore.v1 import secretstore_pb2_grpc

from store import MOST_VALUE_BYTES, Store

NAME = "my-plugin"
VERSION = "0.1.0"
CONTRACT = "gofer.secretstore.v1"

# What an administrator may set; what is marked as secret comes apart from the rest and is never shown.
CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "max_value_bytes": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_VALUE_BYTES,
            "default": MOST_VALUE_BYTES,
            "description": "Larger values are refused.",
        },
        "encryption_key": {
            "type": "string",
            "minLength": 32,
            "maxLength": 32,
            "x-gofer-secret": True,
            "description": "Exactly 32 characters. Without it the secrets cannot be read.",
        },
    },
    "required": ["encryption_key"],
    "additionalProperties": False,
}
# A store takes no parameters of pipelines.
PARAMETERS_SCHEMA = None

Role = Store
add_role = secretstore_pb2_grpc.add_SecretStoreServicer_to_server


def parse_config(raw, secrets):
    """The configuration with its defaults, and everything that is wrong with it."""
    try:
        most = json.loads(raw or b"{}").get("max_value_bytes", MOST_VALUE_BYTES)
    except (ValueError, AttributeError) as error:
        return None, [base.Violation(pointer="", message=f"is not a JSON object: {error}")]
    key = secrets.get("/encryption_key", b"")
    violations = []
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= MOST_VALUE_BYTES:
        message = f"must be a whole number from 1 to {MOST_VALUE_BYTES}"
        violations.append(base.Violation(pointer="/max_value_bytes", message=message))
    if len(key) != 32:
        violations.append(base.Violation(pointer="/encryption_key", message="is not exactly 32 characters long"))
    return {"max_value_bytes": most, "encryption_key": key}, violations
