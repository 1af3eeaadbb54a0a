package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
	base "gofer/plugin/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// What GetInfo says must agree with gofer-plugin.json.
const (
	name    = "store-files-go"
	version = "0.1.0"
)

const configSchema = `{
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

type config struct {
	MaxObjectBytes int64 `json:"max_object_bytes"`
}

// lifecycle serves gofer.plugin.v1: what every plugin serves, whatever its role.
type lifecycle struct {
	log hclog.Logger

	mutex    sync.Mutex
	hash     string
	config   config
	objects  string
	draining bool
}

// directory is where the objects are. Before Configure the store's calls are refused, and after Drain too.
func (l *lifecycle) ready() (string, config, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.objects == "" {
		return "", config{}, status.Error(codes.FailedPrecondition, name+" is not configured yet: call Configure first")
	}
	if l.draining {
		return "", config{}, status.Error(codes.Unavailable, name+" is being stopped")
	}
	return l.objects, l.config, nil
}

func (*lifecycle) GetInfo(context.Context, *base.GetInfoRequest) (*base.GetInfoResponse, error) {
	return &base.GetInfoResponse{
		Name:         name,
		Version:      version,
		Contracts:    []*base.Contract{{Name: "gofer.objectstore.v1"}},
		ConfigSchema: []byte(configSchema),
	}, nil
}

func parse(raw []byte) (config, *base.Violation) {
	parsed := config{MaxObjectBytes: 1 << 30}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &parsed); err != nil {
			if wrong, ok := err.(*json.UnmarshalTypeError); ok && wrong.Field != "" {
				return parsed, &base.Violation{
					Pointer: "/" + strings.ReplaceAll(wrong.Field, ".", "/"),
					Message: fmt.Sprintf("is a %s, expected %s", wrong.Value, wrong.Type),
				}
			}
			return parsed, &base.Violation{Message: fmt.Sprintf("is not a configuration: %v", err)}
		}
	}
	if parsed.MaxObjectBytes < 1 {
		return parsed, &base.Violation{Pointer: "/max_object_bytes", Message: "must be 1 or more"}
	}
	return parsed, nil
}

func (*lifecycle) ValidateConfig(_ context.Context, request *base.ValidateConfigRequest) (*base.ValidateConfigResponse, error) {
	response := &base.ValidateConfigResponse{}
	if _, violation := parse(request.Config); violation != nil {
		response.Violations = append(response.Violations, violation)
	}
	return response, nil
}

func (l *lifecycle) Configure(_ context.Context, request *base.ConfigureRequest) (*base.ConfigureResponse, error) {
	parsed, violation := parse(request.Config)
	if violation != nil {
		return nil, status.Errorf(codes.InvalidArgument, "%s: %s", violation.Pointer, violation.Message)
	}
	objects := filepath.Join(request.DataDirectory, "objects")
	if err := os.MkdirAll(objects, 0o700); err != nil {
		return nil, status.Errorf(codes.FailedPrecondition, "data directory cannot be used: %v", err)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.hash == request.ConfigHash && l.objects != "" {
		return &base.ConfigureResponse{}, nil
	}
	l.hash, l.config, l.objects = request.ConfigHash, parsed, objects
	l.log.Info("configured", "objects", objects, "generation", request.Generation)
	return &base.ConfigureResponse{}, nil
}

// WatchStatus says how the plugin is doing: at once, and as a sign of life every 25 s.
func (l *lifecycle) WatchStatus(_ *base.WatchStatusRequest, stream base.Plugin_WatchStatusServer) error {
	beat := time.NewTicker(25 * time.Second)
	defer beat.Stop()
	for {
		if err := stream.Send(l.status()); err != nil {
			return err
		}
		select {
		case <-stream.Context().Done():
			return nil
		case <-beat.C:
		}
	}
}

func (l *lifecycle) status() *base.WatchStatusResponse {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	switch {
	case l.draining:
		return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_DRAINING}
	case l.objects == "":
		return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_STARTING, Reason: "NOT_CONFIGURED", Message: "waiting for Configure"}
	}
	if _, err := os.Stat(l.objects); err != nil {
		return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_UNHEALTHY, Reason: "DIRECTORY_MISSING", Message: err.Error() + ": restart the plugin to make it again"}
	}
	return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_HEALTHY}
}

func (l *lifecycle) Drain(context.Context, *base.DrainRequest) (*base.DrainResponse, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.draining = true
	return &base.DrainResponse{}, nil
}
