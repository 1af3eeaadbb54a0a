package main

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"time"

	"golang.org/x/net/context"
)

// settings is what a pipeline passes.
type settings struct {
	name string
	wait time.Duration
}

// parseSettings names everything that is wrong with them.
func parseSettings(given map[string]string) (parsed settings, violations []string) {
	for key := range given {
		if key != "name" && key != "wait" {
			violations = append(violations, fmt.Sprintf("%q is not a setting of this task: it takes \"name\" and \"wait\"", key))
		}
	}
	sort.Strings(violations)
	if parsed.name = given["name"]; parsed.name == "" {
		violations = append(violations, "\"name\" is missing: say who is greeted")
	}
	if text := given["wait"]; text != "" {
		wait, err := time.ParseDuration(text)
		if err != nil || wait < 0 {
			violations = append(violations, "\"wait\" must be a duration, for example 5m")
		}
		parsed.wait = wait
	}
	return parsed, violations
}

// work is what the task does: here is your place. What it writes is the log of the task, what it returns is handed on, and an
// error fails the task with that message. The context ends when the task is cancelled.
func work(ctx context.Context, config config, settings settings, variables map[string]string, log io.Writer) (map[string]string, error) {
	select {
	case <-time.After(settings.wait):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if settings.name == "nobody" {
		return nil, errors.New("there is nobody to greet: give another name")
	}
	fmt.Fprintf(log, "%s, %s\n", config.Greeting, settings.name)
	fmt.Fprintf(log, "wait: %s\n", settings.wait)
	return map[string]string{"greeted": settings.name, "variables": fmt.Sprint(len(variables))}, nil
}
