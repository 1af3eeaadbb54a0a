package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	proto "gofer/scheduler/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	// How often it is looked for what this process is not told: output, and what other processes do, such as a shim that an
	// earlier plugin has started.
	lookEvery    = 100 * time.Millisecond
	signOfLife   = 25 * time.Second
	batchSize    = 256
	chunkBytes   = 64 << 10
	foreignPlace = "the cursor is not one of this container"
)

func (s *scheduler) Inspect(_ context.Context, request *proto.InspectRequest) (*proto.InspectResponse, error) {
	if err := s.opened(); err != nil {
		return nil, err
	}
	_, now := s.find(request.Key)
	if now == nil {
		return nil, notFound(request.Key)
	}
	return &proto.InspectResponse{Status: now}, nil
}

// list gives the keys of all containers, and maybe of some that are about to be.
func (s *scheduler) list() (keys []string, err error) {
	entries, err := os.ReadDir(s.root)
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			keys = append(keys, entry.Name())
		}
	}
	return keys, err
}

func (s *scheduler) List(_ *proto.ListRequest, stream proto.Scheduler_ListServer) error {
	if err := s.opened(); err != nil {
		return err
	}
	keys, err := s.list()
	if err != nil {
		return status.Errorf(codes.Unavailable, "the containers cannot be listed: %v", err)
	}
	response := &proto.ListResponse{}
	for _, key := range keys {
		if _, now := s.find(key); now != nil {
			response.Containers = append(response.Containers, now)
		}
		if len(response.Containers) == batchSize {
			if err := stream.Send(response); err != nil {
				return err
			}
			response = &proto.ListResponse{}
		}
	}
	return stream.Send(response)
}

// tell wakes those who watch.
func (s *scheduler) tell() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *scheduler) news() <-chan struct{} {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.changed
}

// WatchEvents compares what is there with what it has told. So it knows nothing of an earlier stream: whoever comes with a token
// is told to list.
func (s *scheduler) WatchEvents(request *proto.WatchEventsRequest, stream proto.Scheduler_WatchEventsServer) error {
	if err := s.opened(); err != nil {
		return err
	}
	told := map[string]*proto.ContainerStatus{}
	s.changes(told)
	token := []byte("list")
	message := &proto.WatchEventsResponse{ResumeToken: token, Resync: len(request.ResumeToken) > 0}
	for lastSent := time.Now(); ; {
		if message != nil {
			if err := stream.Send(message); err != nil {
				return err
			}
			message, lastSent = nil, time.Now()
		}
		// From before the look, so that nothing comes in between.
		news := s.news()
		events := s.changes(told)
		for ; len(events) > batchSize; events = events[batchSize:] {
			if err := stream.Send(&proto.WatchEventsResponse{Events: events[:batchSize], ResumeToken: token}); err != nil {
				return err
			}
		}
		if len(events) > 0 || time.Since(lastSent) > signOfLife {
			message = &proto.WatchEventsResponse{Events: events, ResumeToken: token}
			continue
		}
		select {
		case <-news:
		case <-time.After(lookEvery):
		case <-stream.Context().Done():
			return stream.Context().Err()
		}
	}
}

// changes gives what has happened since the last time, and notes it in told.
func (s *scheduler) changes(told map[string]*proto.ContainerStatus) (events []*proto.ContainerEvent) {
	add := func(kind proto.ContainerEvent_Kind, status *proto.ContainerStatus) {
		events = append(events, &proto.ContainerEvent{Kind: kind, Status: status, OccurredAtMs: nowMs()})
	}
	keys, err := s.list()
	if err != nil {
		return nil
	}
	there := map[string]bool{}
	for _, key := range keys {
		before := told[key]
		if before == nil {
			before = &proto.ContainerStatus{}
		}
		if there[key] = true; before.State == proto.ContainerStatus_STATE_EXITED {
			continue
		}
		_, now := s.find(key)
		if now == nil {
			continue
		}
		told[key] = now
		if before.State == proto.ContainerStatus_STATE_UNSPECIFIED {
			add(proto.ContainerEvent_KIND_CREATED, &proto.ContainerStatus{Key: key, SpecHash: now.SpecHash,
				State: proto.ContainerStatus_STATE_CREATED, ExternalName: now.ExternalName})
		}
		if before.StartedAtMs == 0 && now.StartedAtMs > 0 {
			add(proto.ContainerEvent_KIND_STARTED, &proto.ContainerStatus{Key: key, SpecHash: now.SpecHash,
				State: proto.ContainerStatus_STATE_RUNNING, ExternalName: now.ExternalName, StartedAtMs: now.StartedAtMs})
		}
		if now.State == proto.ContainerStatus_STATE_EXITED {
			add(proto.ContainerEvent_KIND_EXITED, now)
		}
	}
	for key, before := range told {
		if !there[key] {
			delete(told, key)
			add(proto.ContainerEvent_KIND_REMOVED, before)
		}
	}
	return events
}

// outputs are the files of what a container writes; a cursor says how far each has been read.
var outputs = []struct {
	file   string
	stream proto.LogChunk_Stream
}{{"stdout", proto.LogChunk_STREAM_STDOUT}, {"stderr", proto.LogChunk_STREAM_STDERR}}

// StreamLogs holds one chunk, and reads the next one when the reader has taken it: a slow one slows nobody else.
func (s *scheduler) StreamLogs(request *proto.StreamLogsRequest, stream proto.Scheduler_StreamLogsServer) error {
	if err := s.opened(); err != nil {
		return err
	}
	c, now := s.find(request.Key)
	if now == nil {
		return notFound(request.Key)
	}
	var offsets [2]int64
	if _, err := fmt.Sscanf(string(request.Cursor), "%d:%d", &offsets[0], &offsets[1]); err != nil && len(request.Cursor) > 0 {
		return status.Error(codes.InvalidArgument, foreignPlace)
	}
	var files [2]*os.File
	for index, output := range outputs {
		file, err := os.Open(c.path(output.file))
		if err != nil {
			return notFound(request.Key)
		}
		defer file.Close()
		if info, err := file.Stat(); err != nil || offsets[index] < 0 || offsets[index] > info.Size() {
			return status.Error(codes.InvalidArgument, foreignPlace)
		}
		files[index] = file
	}
	for {
		// Seen before the reading: nothing is written after the end.
		_, now := s.find(request.Key)
		read := 0
		for index, output := range outputs {
			for length := chunkBytes; length == chunkBytes; {
				data := make([]byte, chunkBytes)
				var err error
				if length, err = files[index].ReadAt(data, offsets[index]); err != nil && err != io.EOF {
					return status.Errorf(codes.Unavailable, "the output cannot be read: %v", err)
				}
				if length == 0 {
					break
				}
				info, err := files[index].Stat()
				if err != nil {
					return status.Errorf(codes.Unavailable, "the output cannot be read: %v", err)
				}
				read, offsets[index] = read+length, offsets[index]+int64(length)
				chunk := &proto.LogChunk{Stream: output.stream, Data: data[:length], Cursor: []byte(fmt.Sprintf("%d:%d", offsets[0], offsets[1])),
					WrittenAtMs: info.ModTime().UnixNano() / int64(time.Millisecond)}
				if err := stream.Send(&proto.StreamLogsResponse{Chunks: []*proto.LogChunk{chunk}}); err != nil {
					return err
				}
			}
		}
		if read > 0 {
			continue
		}
		if now == nil {
			return notFound(request.Key)
		}
		if exited := now.State == proto.ContainerStatus_STATE_EXITED; exited || !request.Follow {
			return stream.Send(&proto.StreamLogsResponse{Eof: exited})
		}
		select {
		case <-time.After(lookEvery):
		case <-stream.Context().Done():
			return stream.Context().Err()
		}
	}
}
