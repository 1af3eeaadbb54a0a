package main

import (
	base "gofer/plugin/v1"
)

// What GetInfo says must agree with gofer-plugin.json.
const (
	name     = "store-files-go"
	version  = "0.1.0"
	contract = "gofer.objectstore.v1"
)

// What an administrator may set. A store takes no parameters of pipelines.
const (
	configSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "max_object_bytes": {
      "type": "integer", "minimum": 1, "default": 1073741824,
      "description": "Larger objects are refused."
    }
  },
  "additionalProperties": false
}`
	parametersSchema = ""
)

type config struct {
	MaxObjectBytes int64 `json:"max_object_bytes"`
}

func parse(raw []byte, _ map[string][]byte) (config, *base.Violation) {
	parsed := config{MaxObjectBytes: 1 << 30}
	if violation := decode(raw, &parsed); violation != nil {
		return parsed, violation
	}
	if parsed.MaxObjectBytes < 1 {
		return parsed, &base.Violation{Pointer: "/max_object_bytes", Message: "must be 1 or more"}
	}
	return parsed, nil
}
