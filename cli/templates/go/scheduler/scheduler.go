package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	proto "gofer/scheduler/v1"
	"golang.org/x/net/context"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	// How long Remove waits for the end of what it has killed; its deadline is 60 s.
	endsWithin = 30 * time.Second
	// Items of a batch that are worked on at once.
	atOnce = 32
)

var validKey = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// scheduler serves gofer.scheduler.v1 with processes of this host. All that it knows is in the directories of the containers.
type scheduler struct {
	*lifecycle
	proto.UnimplementedSchedulerServer
	// One *sync.Mutex for each key: Start, Stop and Remove of one container wait for each other.
	keys sync.Map

	mutex   sync.Mutex
	root    string
	changed chan struct{}
}

func newRole(plugin *lifecycle) role {
	return &scheduler{lifecycle: plugin, changed: make(chan struct{})}
}

func (s *scheduler) register(server *grpc.Server) { proto.RegisterSchedulerServer(server, s) }

func (*scheduler) problem() error { return nil }

func (s *scheduler) open(_ config, directory string) error {
	root := filepath.Join(directory, "containers")
	if err := os.MkdirAll(root, 0o700); err != nil {
		return err
	}
	// A plugin that was killed may have left files of removed containers.
	removed, err := filepath.Glob(filepath.Join(root, ".*"))
	for _, path := range removed {
		_ = os.RemoveAll(path)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	// A later configuration has the same directory, and others are reading this by then.
	if s.root == "" {
		s.root = root
	}
	return err
}

// opened is for calls that go on when the plugin is about to stop; ready is for new work.
func (s *scheduler) opened() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.root == "" {
		return status.Error(codes.FailedPrecondition, name+" is not configured yet: call Configure first")
	}
	return nil
}

// find gives the container of a key, and how it is: nil when there is none.
func (s *scheduler) find(key string) (container, *proto.ContainerStatus) {
	c := container(filepath.Join(s.root, key))
	if !validKey.MatchString(key) {
		return c, nil
	}
	return c, c.status()
}

func notFound(key string) error {
	return status.Errorf(codes.NotFound, "no container has the key %q", key)
}

func itemError(code codes.Code, reason, message string) *proto.ItemError {
	return &proto.ItemError{Code: int32(code), Reason: reason, Message: message}
}

// each works on the items of a batch, several at once, and returns when all are done.
func each(count int, work func(index int)) {
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for index := 0; index < count; index++ {
		all.Add(1)
		places <- struct{}{}
		go func(index int) {
			defer func() { <-places; all.Done() }()
			work(index)
		}(index)
	}
	all.Wait()
}

// alone waits until nobody else starts, stops or removes the container, and gives what lets the next one in.
func (s *scheduler) alone(key string) (done func()) {
	lock, _ := s.keys.LoadOrStore(key, &sync.Mutex{})
	lock.(*sync.Mutex).Lock()
	return lock.(*sync.Mutex).Unlock
}

func (s *scheduler) PrepareImage(request *proto.PrepareImageRequest, stream proto.Scheduler_PrepareImageServer) error {
	if _, err := s.ready(); err != nil {
		return err
	}
	if strings.TrimSpace(request.Image) == "" {
		return status.Error(codes.InvalidArgument, "image is empty: name one, although "+name+" runs commands of this host and looks into none")
	}
	prepared := &proto.PreparedImage{Reference: request.Image}
	return stream.Send(&proto.PrepareImageResponse{Event: &proto.PrepareImageResponse_Prepared{Prepared: prepared}})
}

func (s *scheduler) Start(_ context.Context, request *proto.StartRequest) (*proto.StartResponse, error) {
	config, err := s.ready()
	if err != nil {
		return nil, err
	}
	response := &proto.StartResponse{Results: make([]*proto.StartResult, len(request.Containers))}
	each(len(request.Containers), func(index int) {
		spec := request.Containers[index]
		result := &proto.StartResult{Key: spec.Key}
		if now, failure := s.start(spec, config); failure != nil {
			result.Outcome = &proto.StartResult_Error{Error: failure}
		} else {
			started := &proto.StartedContainer{Status: now, Enforcements: enforcementsOf(spec.GetLimits())}
			result.Outcome = &proto.StartResult_Started{Started: started}
		}
		response.Results[index] = result
	})
	return response, nil
}

// start may be called for one that is created, runs or has exited: only the first is started.
func (s *scheduler) start(spec *proto.ContainerSpec, config config) (*proto.ContainerStatus, *proto.ItemError) {
	if refused := refusal(spec); refused != nil {
		return nil, refused
	}
	defer s.alone(spec.Key)()
	c, now := s.find(spec.Key)
	if now == nil {
		record := specRecord{Key: spec.Key, SpecHash: spec.SpecHash, StopSignal: spec.StopSignal, Generation: atomic.LoadInt64(&s.generation)}
		if err := c.create(record); err != nil {
			return nil, itemError(codes.Unavailable, "NOT_STORED", "the container cannot be stored: "+err.Error())
		}
	} else if now.SpecHash != spec.SpecHash {
		return nil, itemError(codes.AlreadyExists, "SPEC_DIFFERS", "key "+spec.Key+" is taken by a container with another spec")
	} else if now.State != proto.ContainerStatus_STATE_CREATED {
		return now, nil
	}
	variables := map[string]string{"PATH": config.Path, "HOME": c.path("work"), "TMPDIR": c.path("work")}
	for key, value := range spec.Environment {
		variables[key] = value
	}
	what := order{Words: append(spec.Entrypoint, spec.Command...), Path: variables["PATH"], WallTimeMs: spec.GetLimits().GetWallTimeMs()}
	for key, value := range variables {
		what.Variables = append(what.Variables, key+"="+value)
	}
	if err := startShim(c, what, s.tell); err != nil {
		return nil, itemError(codes.Unavailable, "NOT_STARTED", "its shim cannot be started: "+err.Error())
	}
	s.tell()
	if _, now = s.find(spec.Key); now == nil || now.State == proto.ContainerStatus_STATE_CREATED {
		return nil, itemError(codes.Unavailable, "NOT_STARTED", "its shim ended before it began, or that of an earlier plugin is about to begin")
	}
	return now, nil
}

// refusal says why a container cannot be run here; nil when it can. What cannot be kept is refused.
func refusal(spec *proto.ContainerSpec) *proto.ItemError {
	limits, mode := spec.GetLimits(), spec.GetNetwork().GetMode()
	switch {
	case !validKey.MatchString(spec.Key):
		return itemError(codes.InvalidArgument, "BAD_KEY", "the key is not a DNS label of at most 63 characters")
	case len(spec.Entrypoint)+len(spec.Command) == 0:
		return itemError(codes.InvalidArgument, "NO_COMMAND", name+" runs no images: give the task a command or an entrypoint")
	case spec.StopSignal != "" && unix.SignalNum(spec.StopSignal) == 0:
		return itemError(codes.InvalidArgument, "UNKNOWN_SIGNAL", spec.StopSignal+" is not a signal: name one as SIGTERM")
	case limits.GetRequired() && limits.GetCpuMillis()+limits.GetMemoryBytes()+limits.GetPids() > 0:
		return itemError(codes.FailedPrecondition, "UNSUPPORTED_LIMIT", name+" cannot limit processor, memory or processes")
	case mode == proto.Network_MODE_NONE || mode == proto.Network_MODE_RUN:
		return itemError(codes.FailedPrecondition, "UNSUPPORTED_NETWORK", name+" cannot keep a process from the network: name no network mode, or own")
	case len(spec.Ports)+len(spec.Mounts) > 0 || spec.KeepStdinOpen || spec.Confinement != nil:
		return itemError(codes.FailedPrecondition, "UNSUPPORTED_FEATURE", name+" does not serve PORTS: no ports, mounts, confinement or open standard input")
	}
	return nil
}

// enforcementsOf says how each limit that was asked for is kept.
func enforcementsOf(limits *proto.Limits) (kept []*proto.LimitEnforcement) {
	add := func(limit string, value int64, kind proto.LimitEnforcement_Kind) {
		if value > 0 {
			kept = append(kept, &proto.LimitEnforcement{Limit: limit, Kind: kind})
		}
	}
	add("cpu_millis", limits.GetCpuMillis(), proto.LimitEnforcement_KIND_IGNORED)
	add("memory_bytes", limits.GetMemoryBytes(), proto.LimitEnforcement_KIND_IGNORED)
	add("pids", limits.GetPids(), proto.LimitEnforcement_KIND_IGNORED)
	add("wall_time_ms", limits.GetWallTimeMs(), proto.LimitEnforcement_KIND_APPROXIMATED)
	return kept
}

func (s *scheduler) Stop(_ context.Context, request *proto.StopRequest) (*proto.StopResponse, error) {
	if err := s.opened(); err != nil {
		return nil, err
	}
	response := &proto.StopResponse{Results: make([]*proto.ItemResult, len(request.Items))}
	each(len(request.Items), func(index int) {
		item := request.Items[index]
		response.Results[index] = &proto.ItemResult{Key: item.Key, Error: s.stop(item)}
	})
	return response, nil
}

func (s *scheduler) stop(item *proto.StopItem) *proto.ItemError {
	defer s.alone(item.Key)()
	c, now := s.find(item.Key)
	if now == nil || now.State == proto.ContainerStatus_STATE_EXITED {
		return nil
	}
	spec := specRecord{}
	c.read("spec.json", &spec)
	for _, signal := range []string{item.Signal, spec.StopSignal, "SIGTERM"} {
		if signal == "" {
			continue
		}
		if unix.SignalNum(signal) == 0 {
			return itemError(codes.InvalidArgument, "UNKNOWN_SIGNAL", signal+" is not a signal: name one as SIGTERM")
		}
		if err := c.stop(signal, nowMs()+item.GraceMs); err != nil {
			return itemError(codes.Unavailable, "NOT_STOPPED", "the container cannot be told to stop: "+err.Error())
		}
		break
	}
	return nil
}

func (s *scheduler) Remove(_ context.Context, request *proto.RemoveRequest) (*proto.RemoveResponse, error) {
	if err := s.opened(); err != nil {
		return nil, err
	}
	response := &proto.RemoveResponse{Results: make([]*proto.ItemResult, len(request.Keys))}
	each(len(request.Keys), func(index int) {
		response.Results[index] = &proto.ItemResult{Key: request.Keys[index], Error: s.remove(request.Keys[index])}
	})
	s.tell()
	// There are no sandboxes: the modes that need one are refused.
	for _, sandbox := range request.Sandboxes {
		response.Results = append(response.Results, &proto.ItemResult{Key: sandbox})
	}
	return response, nil
}

func (s *scheduler) remove(key string) *proto.ItemError {
	defer s.keys.Delete(key)
	defer s.alone(key)()
	c, now := s.find(key)
	if now == nil {
		return nil
	}
	// As long as this has the lock, no shim begins.
	lock, err := c.lock(unix.LOCK_EX)
	for until := time.Now().Add(endsWithin); err == unix.EWOULDBLOCK && time.Now().Before(until); lock, err = c.lock(unix.LOCK_EX) {
		_ = c.stop("SIGKILL", nowMs())
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		return itemError(codes.Unavailable, "NOT_ENDED", "the container does not end: "+err.Error())
	}
	defer lock.Close()
	gone, err := os.MkdirTemp(s.root, ".removed-")
	if err == nil {
		err = os.Rename(string(c), filepath.Join(gone, key))
	}
	if err != nil {
		return itemError(codes.Unavailable, "NOT_REMOVED", "the container cannot be removed: "+err.Error())
	}
	if err := os.RemoveAll(gone); err != nil {
		s.log.Warn("files of a removed container are left", "key", key, "error", err.Error())
	}
	return nil
}
