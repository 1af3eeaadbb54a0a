package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	proto "gofer/task/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const keptFor = 24 * time.Hour

var validKey = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// task serves gofer.task.v1: it knows executions by their keys. What one does is in work.go.
type task struct {
	*lifecycle
	directory string

	mutex      sync.Mutex
	executions map[string]*execution
}

func newRole(plugin *lifecycle) role {
	return &task{lifecycle: plugin, executions: map[string]*execution{}}
}

func (t *task) register(server *grpc.Server) {
	proto.RegisterTaskServer(server, t)
}

// open also gives up results that nobody has asked for in a day.
func (t *task) open(_ config, directory string) error {
	t.directory = filepath.Join(directory, "executions")
	if err := os.MkdirAll(t.directory, 0o700); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(t.directory, "*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > keptFor {
			if known, err := loadExecution(file); err == nil {
				known.file.Close()
				os.Remove(file)
			}
		}
	}
	return nil
}

func (*task) problem() error { return nil }

func (t *task) Describe(context.Context, *proto.DescribeRequest) (*proto.DescribeResponse, error) {
	if _, err := t.ready(); err != nil {
		return nil, err
	}
	return &proto.DescribeResponse{Description: "Greets somebody.", SettingsSchema: []byte(parametersSchema)}, nil
}

func (t *task) ValidateSettings(_ context.Context, request *proto.ValidateSettingsRequest) (*proto.ValidateSettingsResponse, error) {
	if _, err := t.ready(); err != nil {
		return nil, err
	}
	_, violations := parseSettings(request.Settings)
	return &proto.ValidateSettingsResponse{Violations: violations}, nil
}

// find gives the execution with a key, also one of an earlier process. The mutex is held.
func (t *task) find(key string) (*execution, error) {
	if known := t.executions[key]; known != nil {
		return known, nil
	}
	if !validKey.MatchString(key) {
		return nil, status.Errorf(codes.NotFound, "no execution has the key %q", key)
	}
	loaded, err := loadExecution(filepath.Join(t.directory, key))
	if os.IsNotExist(err) {
		return nil, status.Errorf(codes.NotFound, "no execution has the key %q", key)
	}
	if err != nil {
		return nil, err
	}
	t.executions[key] = loaded
	return loaded, nil
}

// begin starts the execution, or finds the one that has the key.
func (t *task) begin(request *proto.RunRequest) (*execution, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if !validKey.MatchString(request.Key) {
		return nil, status.Errorf(codes.InvalidArgument, "the key %q is not a DNS label", request.Key)
	}
	known, err := t.find(request.Key)
	if err == nil && known.hash != request.SpecHash {
		return nil, status.Errorf(codes.AlreadyExists, "the key %q is taken with other settings", request.Key)
	}
	if err == nil || status.Code(err) != codes.NotFound {
		return known, err
	}
	config, err := t.ready()
	if err != nil {
		return nil, err
	}
	settings, violations := parseSettings(request.Settings)
	if len(violations) > 0 {
		return nil, status.Error(codes.InvalidArgument, strings.Join(violations, "; "))
	}
	ctx, cancel := context.WithCancel(context.Background())
	started, err := newExecution(filepath.Join(t.directory, request.Key), request.SpecHash, cancel)
	if err != nil {
		cancel()
		return nil, status.Errorf(codes.Unavailable, "the execution cannot be stored: %v", err)
	}
	t.executions[request.Key] = started
	go func() {
		outputs, err := work(ctx, config, settings, request.Variables, started)
		switch {
		case ctx.Err() != nil:
			started.end(proto.Result_KIND_CANCELLED, "it was cancelled", nil)
		case err != nil:
			started.end(proto.Result_KIND_FAILED, err.Error(), nil)
		default:
			started.end(proto.Result_KIND_SUCCEEDED, "", outputs)
		}
	}()
	return started, nil
}

func (t *task) Run(request *proto.RunRequest, stream proto.Task_RunServer) error {
	if _, err := t.ready(); err != nil {
		return err
	}
	running, err := t.begin(request)
	if err != nil {
		return err
	}
	return running.follow(stream.Context(), 0, func(event *proto.TaskEvent) error {
		return stream.Send(&proto.RunResponse{Event: event})
	})
}

func (t *task) Attach(request *proto.AttachRequest, stream proto.Task_AttachServer) error {
	running, err := t.known(request.Key)
	if err != nil {
		return err
	}
	position := 0
	if len(request.Cursor) > 0 {
		if position, err = strconv.Atoi(string(request.Cursor)); err != nil || position < 0 {
			return status.Error(codes.InvalidArgument, "the cursor is not one of ours")
		}
	}
	return running.follow(stream.Context(), position, func(event *proto.TaskEvent) error {
		return stream.Send(&proto.AttachResponse{Event: event})
	})
}

func (t *task) known(key string) (*execution, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.directory == "" {
		return nil, status.Error(codes.FailedPrecondition, name+" is not configured yet: call Configure first")
	}
	return t.find(key)
}

// Cancel gives the result at once: the work has nothing that takes time to end. Work that has may use the grace time.
func (t *task) Cancel(_ context.Context, request *proto.CancelRequest) (*proto.CancelResponse, error) {
	running, err := t.known(request.Key)
	if status.Code(err) == codes.NotFound {
		return &proto.CancelResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	running.cancel()
	running.end(proto.Result_KIND_CANCELLED, "it was cancelled", nil)
	return &proto.CancelResponse{}, nil
}

func (t *task) Forget(_ context.Context, request *proto.ForgetRequest) (*proto.ForgetResponse, error) {
	for _, key := range request.Keys {
		known, err := t.known(key)
		if status.Code(err) == codes.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		known.cancel()
		t.mutex.Lock()
		delete(t.executions, key)
		known.file.Close()
		err = os.Remove(filepath.Join(t.directory, key))
		t.mutex.Unlock()
		if err != nil && !os.IsNotExist(err) {
			return nil, status.Errorf(codes.Unavailable, "the execution cannot be removed: %v", err)
		}
	}
	return &proto.ForgetResponse{}, nil
}
