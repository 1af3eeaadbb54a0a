package main

import (
	base "gofer/plugin/v1"
)

// What GetInfo says must agree with gofer-plugin.json.
const (
	name     = "my-plugin"
	version  = "0.1.0"
	contract = "gofer.secretstore.v1"
)

// What an administrator may set; what is marked as secret comes apart from the rest and is never shown. A store takes no
// parameters of pipelines.
const (
	configSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "max_value_bytes": {
      "type": "integer", "minimum": 1, "maximum": 1048576, "default": 1048576,
      "description": "Larger values are refused."
    },
    "encryption_key": {
      "type": "string", "minLength": 32, "maxLength": 32, "x-gofer-secret": true,
      "description": "Exactly 32 characters. Without it the secrets cannot be read."
    }
  },
  "required": ["encryption_key"],
  "additionalProperties": false
}`
	parametersSchema = ""
)

type config struct {
	MaxValueBytes int `json:"max_value_bytes"`
	key           []byte
}

func parse(raw []byte, secrets map[string][]byte) (config, *base.Violation) {
	parsed := config{MaxValueBytes: 1 << 20, key: secrets["/encryption_key"]}
	if violation := decode(raw, &parsed); violation != nil {
		return parsed, violation
	}
	if parsed.MaxValueBytes < 1 || parsed.MaxValueBytes > 1<<20 {
		return parsed, &base.Violation{Pointer: "/max_value_bytes", Message: "must be 1 to 1048576"}
	}
	if len(parsed.key) != 32 {
		return parsed, &base.Violation{Pointer: "/encryption_key", Message: "is not exactly 32 characters long"}
	}
	return parsed, nil
}
