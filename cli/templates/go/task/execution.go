package main

import (
	"encoding/json"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	proto "gofer/task/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// chunkBytes is less than the 64 KiB that a message of the log may hold.
const chunkBytes = 32 << 10

// execution is one run of the task. All that it tells is a line of JSON in its file, so that it is known after a crash; the
// first line is the hash of what it was started with. The process that works on it holds a lock on the file, which goes
// with the process.
type execution struct {
	hash   string
	file   *os.File
	cancel context.CancelFunc

	mutex   sync.Mutex
	events  []*proto.TaskEvent
	changed chan struct{}
}

// line is one event in the file.
type line struct {
	Hash    string
	Log     []byte
	AtMs    int64
	Ended   bool
	Kind    int32
	Message string
	Outputs map[string]string
}

func (l line) event(position int) *proto.TaskEvent {
	cursor := []byte(strconv.Itoa(position))
	if l.Ended {
		result := &proto.Result{Kind: proto.Result_Kind(l.Kind), Message: l.Message, Outputs: l.Outputs}
		return &proto.TaskEvent{Cursor: cursor, Event: &proto.TaskEvent_Result{Result: result}}
	}
	log := &proto.LogOutput{Data: l.Log, WrittenAtMs: l.AtMs}
	return &proto.TaskEvent{Cursor: cursor, Event: &proto.TaskEvent_Log{Log: log}}
}

// newExecution makes the file; it must not be there.
func newExecution(path, hash string, cancel context.CancelFunc) (*execution, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, err
	}
	e := &execution{hash: hash, file: file, cancel: cancel, changed: make(chan struct{})}
	return e, e.store(line{Hash: hash})
}

// loadExecution finds one that another process of this plugin has begun. When that is gone without a result, nobody knows
// how it ended: it is LOST, and never run again.
func loadExecution(path string) (*execution, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, status.Error(codes.Unavailable, "it goes on in another process of this plugin, which is being replaced: try again later")
	}
	e := &execution{file: file, cancel: func() {}, changed: make(chan struct{})}
	decoder := json.NewDecoder(file)
	for position := 0; ; position++ {
		var next line
		// The last line may be half written.
		if err := decoder.Decode(&next); err != nil {
			break
		}
		if position == 0 {
			e.hash = next.Hash
		} else {
			e.events = append(e.events, next.event(position))
		}
	}
	if !e.ended() {
		if _, err := file.WriteString("\n"); err != nil {
			return nil, err
		}
		e.end(proto.Result_KIND_LOST, "the plugin ended before the task did", nil)
	}
	return e, nil
}

func (e *execution) store(next line) error {
	raw, err := json.Marshal(next)
	if err != nil {
		return err
	}
	_, err = e.file.Write(append(raw, '\n'))
	return err
}

// tell stores an event and wakes those who read; nothing comes after the result.
func (e *execution) tell(next line) error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.ended() {
		return context.Canceled
	}
	if err := e.store(next); err != nil {
		return err
	}
	if next.Ended {
		if err := e.file.Sync(); err != nil {
			return err
		}
	}
	e.events = append(e.events, next.event(len(e.events)+1))
	close(e.changed)
	e.changed = make(chan struct{})
	return nil
}

// Write is the log of the task.
func (e *execution) Write(data []byte) (int, error) {
	for at := 0; at < len(data); at += chunkBytes {
		until := at + chunkBytes
		if until > len(data) {
			until = len(data)
		}
		if err := e.tell(line{Log: data[at:until], AtMs: time.Now().UnixNano() / int64(time.Millisecond)}); err != nil {
			return at, err
		}
	}
	return len(data), nil
}

func (e *execution) end(kind proto.Result_Kind, message string, outputs map[string]string) {
	_ = e.tell(line{Ended: true, Kind: int32(kind), Message: message, Outputs: outputs})
}

func (e *execution) ended() bool {
	return len(e.events) > 0 && e.events[len(e.events)-1].GetResult() != nil
}

// after gives the event at a position, and otherwise what is closed when there is more.
func (e *execution) after(position int) (next *proto.TaskEvent, ended bool, changed <-chan struct{}) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if position < len(e.events) {
		return e.events[position], false, nil
	}
	return nil, e.ended(), e.changed
}

// follow sends everything from a position on: at once a sign of life, then what there is, and the result at the end.
func (e *execution) follow(ctx context.Context, position int, send func(*proto.TaskEvent) error) error {
	heartbeat := func() error {
		cursor := []byte(strconv.Itoa(position))
		return send(&proto.TaskEvent{Cursor: cursor, Event: &proto.TaskEvent_Heartbeat{Heartbeat: &proto.Heartbeat{}}})
	}
	if err := heartbeat(); err != nil {
		return err
	}
	beat := time.NewTicker(25 * time.Second)
	defer beat.Stop()
	for {
		next, ended, changed := e.after(position)
		if next != nil {
			if err := send(next); err != nil {
				return err
			}
			position++
			continue
		}
		if ended {
			return nil
		}
		select {
		case <-changed:
		case <-beat.C:
			if err := heartbeat(); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
