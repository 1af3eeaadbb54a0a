package main

import (
	base "gofer/plugin/v1"
)

// What GetInfo says must agree with gofer-plugin.json.
const (
	name     = "my-plugin"
	version  = "0.1.0"
	contract = "gofer.trigger.v1"
)

// What an administrator may set, and what a pipeline may pass.
const (
	configSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "shortest_ms": {
      "type": "integer", "minimum": 100, "default": 60000,
      "description": "The shortest time between two fires that a pipeline may ask for."
    }
  },
  "additionalProperties": false
}`
	parametersSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "every": { "type": "string", "description": "The time between two fires, for example 5m." }
  },
  "required": ["every"],
  "additionalProperties": false
}`
)

type config struct {
	ShortestMs int64 `json:"shortest_ms"`
}

func parse(raw []byte, _ map[string][]byte) (config, *base.Violation) {
	parsed := config{ShortestMs: 60000}
	if violation := decode(raw, &parsed); violation != nil {
		return parsed, violation
	}
	if parsed.ShortestMs < 100 {
		return parsed, &base.Violation{Pointer: "/shortest_ms", Message: "must be 100 or more"}
	}
	return parsed, nil
}
