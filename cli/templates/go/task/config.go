package main

import (
	base "gofer/plugin/v1"
)

// What GetInfo says must agree with gofer-plugin.json.
const (
	name     = "my-plugin"
	version  = "0.1.0"
	contract = "gofer.task.v1"
)

// What an administrator may set, and what a pipeline may pass.
const (
	configSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "greeting": { "type": "string", "default": "hello", "description": "What comes before the name." }
  },
  "additionalProperties": false
}`
	parametersSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "name": { "type": "string", "minLength": 1, "description": "Who is greeted." },
    "wait": { "type": "string", "default": "0s", "description": "How long to work before, for example 5m." }
  },
  "required": ["name"],
  "additionalProperties": false
}`
)

type config struct {
	Greeting string `json:"greeting"`
}

func parse(raw []byte, _ map[string][]byte) (config, *base.Violation) {
	parsed := config{Greeting: "hello"}
	violation := decode(raw, &parsed)
	return parsed, violation
}
