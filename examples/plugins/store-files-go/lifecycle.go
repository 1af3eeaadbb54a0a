package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-hclog"
	base "gofer/plugin/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// role is what this plugin is for. The rest of this file is the same for every plugin.
type role interface {
	register(server *grpc.Server)
	// open makes it ready with a configuration; directory is the installation's own and survives restarts.
	open(config config, directory string) error
	// problem is what keeps it from its work now; nil when nothing does.
	problem() error
}

// lifecycle serves gofer.plugin.v1: what every plugin serves, whatever its role.
type lifecycle struct {
	log  hclog.Logger
	role role

	mutex sync.Mutex
	hash  string
	// Which start of the installation this is: what a role makes outside carries it.
	generation int64
	config     config
	opened     bool
	draining   bool
	// Closed when the plugin is to stop: long calls end then.
	drained chan struct{}
}

// ready gives the configuration. Before Configure the calls of the role are refused, and after Drain too.
func (l *lifecycle) ready() (config, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if !l.opened {
		return config{}, status.Error(codes.FailedPrecondition, name+" is not configured yet: call Configure first")
	}
	if l.draining {
		return config{}, status.Error(codes.Unavailable, name+" is being stopped")
	}
	return l.config, nil
}

func (*lifecycle) GetInfo(context.Context, *base.GetInfoRequest) (*base.GetInfoResponse, error) {
	return &base.GetInfoResponse{
		Name:             name,
		Version:          version,
		Contracts:        []*base.Contract{{Name: contract}},
		ConfigSchema:     []byte(configSchema),
		ParametersSchema: []byte(parametersSchema),
	}, nil
}

// decode reads JSON over the defaults in parsed.
func decode(raw []byte, parsed interface{}) *base.Violation {
	if len(raw) == 0 {
		return nil
	}
	err := json.Unmarshal(raw, parsed)
	if err == nil {
		return nil
	}
	if wrong, ok := err.(*json.UnmarshalTypeError); ok && wrong.Field != "" {
		return &base.Violation{
			Pointer: "/" + strings.ReplaceAll(wrong.Field, ".", "/"),
			Message: fmt.Sprintf("is a %s, expected %s", wrong.Value, wrong.Type),
		}
	}
	return &base.Violation{Message: fmt.Sprintf("is not a configuration: %v", err)}
}

func (*lifecycle) ValidateConfig(_ context.Context, request *base.ValidateConfigRequest) (*base.ValidateConfigResponse, error) {
	response := &base.ValidateConfigResponse{}
	if _, violation := parse(request.Config, request.Secrets); violation != nil {
		response.Violations = append(response.Violations, violation)
	}
	return response, nil
}

func (l *lifecycle) Configure(_ context.Context, request *base.ConfigureRequest) (*base.ConfigureResponse, error) {
	parsed, violation := parse(request.Config, request.Secrets)
	if violation != nil {
		return nil, status.Errorf(codes.InvalidArgument, "%s: %s", violation.Pointer, violation.Message)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.hash == request.ConfigHash && l.opened {
		return &base.ConfigureResponse{}, nil
	}
	atomic.StoreInt64(&l.generation, request.Generation)
	if err := l.role.open(parsed, request.DataDirectory); err != nil {
		return nil, status.Errorf(codes.FailedPrecondition, "data directory cannot be used: %v", err)
	}
	l.hash, l.config, l.opened = request.ConfigHash, parsed, true
	l.log.Info("configured", "directory", request.DataDirectory, "generation", request.Generation)
	return &base.ConfigureResponse{}, nil
}

// WatchStatus says how the plugin is doing: at once, when it is to stop, and as a sign of life every 25 s.
func (l *lifecycle) WatchStatus(_ *base.WatchStatusRequest, stream base.Plugin_WatchStatusServer) error {
	beat := time.NewTicker(25 * time.Second)
	defer beat.Stop()
	drained := l.drained
	for {
		if err := stream.Send(l.status()); err != nil {
			return err
		}
		select {
		case <-stream.Context().Done():
			return nil
		case <-drained:
			// Told once: a nil channel is never ready.
			drained = nil
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
	case !l.opened:
		return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_STARTING, Reason: "NOT_CONFIGURED", Message: "waiting for Configure"}
	}
	if err := l.role.problem(); err != nil {
		return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_UNHEALTHY, Reason: "NOT_WORKING", Message: err.Error()}
	}
	return &base.WatchStatusResponse{State: base.WatchStatusResponse_STATE_HEALTHY}
}

func (l *lifecycle) Drain(context.Context, *base.DrainRequest) (*base.DrainResponse, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if !l.draining {
		l.draining = true
		close(l.drained)
	}
	return &base.DrainResponse{}, nil
}
