package main

import (
	base "gofer/plugin/v1"
)

// What GetInfo says must agree with gofer-plugin.json.
const (
	name     = "my-plugin"
	version  = "0.1.0"
	contract = "gofer.scheduler.v1"
)

// What an administrator may set. A scheduler takes no parameters of pipelines.
const (
	configSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "path": {
      "type": "string", "minLength": 1, "default": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "description": "Where commands are looked for; a task may have a PATH of its own."
    }
  },
  "additionalProperties": false
}`
	parametersSchema = ""
)

type config struct {
	Path string `json:"path"`
}

func parse(raw []byte, _ map[string][]byte) (config, *base.Violation) {
	parsed := config{Path: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	if violation := decode(raw, &parsed); violation != nil {
		return parsed, violation
	}
	if parsed.Path == "" {
		return parsed, &base.Violation{Pointer: "/path", Message: "must not be empty"}
	}
	return parsed, nil
}
