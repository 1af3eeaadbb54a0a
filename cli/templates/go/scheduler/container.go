package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	proto "gofer/scheduler/v1"
)

// container is the directory of one container. All that is known about it is there, written by whoever knows it first, so
// another process of this plugin finds it again:
//
//	spec.json     by the plugin, last of all that a new one needs: without it there is no container
//	started.json  by the shim, before the command    lock             held by the shim as long as it lives
//	stop.json     by the plugin, before a stop       stdout, stderr   what it writes
//	exit.json     by the shim, at the end            work             where it runs
//
// Names that begin with a dot are on their way out.
type container string

type specRecord struct {
	Key, SpecHash, StopSignal string
	Generation                int64
}

type startedRecord struct {
	ShimPid int
	AtMs    int64
}

// stopRecord says that it is to end: by this signal, and killed when the time has come.
type stopRecord struct {
	Signal   string
	KillAtMs int64
}

type exitRecord struct {
	Reason                    string
	Code                      *int32
	Signal, Message           string
	StartedAtMs, FinishedAtMs int64
}

func nowMs() int64 { return time.Now().UnixNano() / int64(time.Millisecond) }

func (c container) path(file string) string { return filepath.Join(string(c), file) }

func (c container) create(spec specRecord) error {
	if err := os.MkdirAll(c.path("work"), 0o700); err != nil {
		return err
	}
	for _, file := range []string{"lock", "stdout", "stderr"} {
		if err := os.WriteFile(c.path(file), nil, 0o600); err != nil {
			return err
		}
	}
	if err := flush(filepath.Dir(string(c))); err != nil {
		return err
	}
	return c.write("spec.json", spec)
}

// read fills in a record, and says whether it is there.
func (c container) read(file string, record interface{}) bool {
	raw, err := os.ReadFile(c.path(file))
	return err == nil && json.Unmarshal(raw, record) == nil
}

// write stores a record whole and for good: a host that goes down afterwards still has it.
func (c container) write(file string, record interface{}) error {
	raw, err := json.Marshal(record)
	if err != nil {
		return err
	}
	temporary := c.path(file) + "." + strconv.Itoa(os.Getpid())
	if err := os.WriteFile(temporary, raw, 0o600); err != nil {
		return err
	}
	if err := flush(temporary); err != nil {
		return err
	}
	if err := os.Rename(temporary, c.path(file)); err != nil {
		return err
	}
	return flush(string(c))
}

func flush(path string) error {
	opened, err := os.Open(path)
	if err != nil {
		return err
	}
	defer opened.Close()
	return opened.Sync()
}

// lock is EWOULDBLOCK while somebody has it: the shim of the container, or the plugin that removes it. It goes when the file is
// closed or the process ends, however it does.
func (c container) lock(how int) (*os.File, error) {
	file, err := os.Open(c.path("lock"))
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// stop notes that it is to end, and wakes the shim; one that begins now looks by itself. The earliest time to kill counts.
func (c container) stop(signal string, killAtMs int64) error {
	stop := stopRecord{KillAtMs: killAtMs}
	if c.read("stop.json", &stop) && killAtMs < stop.KillAtMs {
		stop.KillAtMs = killAtMs
	}
	stop.Signal = signal
	if err := c.write("stop.json", stop); err != nil {
		return err
	}
	var started startedRecord
	if c.read("started.json", &started) && c.shimLives() {
		// It may have ended by now, which is all that is asked for.
		_ = syscall.Kill(started.ShimPid, wake)
	}
	return nil
}

// shimLives is asked of one that has started: no shim wants the lock any more that could be disturbed.
func (c container) shimLives() bool {
	lock, err := c.lock(syscall.LOCK_SH)
	if err == nil {
		lock.Close()
	}
	return err == syscall.EWOULDBLOCK
}

// lastSignMs is when it was last seen to do something: nobody knows when it ended.
func (c container) lastSignMs(startedAtMs int64) int64 {
	for _, output := range outputs {
		info, err := os.Stat(c.path(output.file))
		if err == nil && info.ModTime().UnixNano()/int64(time.Millisecond) > startedAtMs {
			startedAtMs = info.ModTime().UnixNano() / int64(time.Millisecond)
		}
	}
	return startedAtMs
}

// status says how it is; nil when there is no such container.
func (c container) status() *proto.ContainerStatus {
	var spec specRecord
	if !c.read("spec.json", &spec) {
		return nil
	}
	status := &proto.ContainerStatus{Key: spec.Key, SpecHash: spec.SpecHash, ExternalName: string(c)}
	var started startedRecord
	var exit exitRecord
	hasStarted := c.read("started.json", &started)
	// Asked before the exit, which the shim leaves before it ends.
	lives := hasStarted && c.shimLives()
	if !c.read("exit.json", &exit) {
		status.State, status.StartedAtMs = proto.ContainerStatus_STATE_CREATED, started.AtMs
		if lives {
			status.State = proto.ContainerStatus_STATE_RUNNING
		}
		if lives || !hasStarted {
			return status
		}
		if !c.read("spec.json", &spec) {
			// It was removed while we looked.
			return nil
		}
		exit = exitRecord{Reason: "REASON_LOST", StartedAtMs: started.AtMs, FinishedAtMs: c.lastSignMs(started.AtMs),
			Message: "its shim is gone and left no result: the host was restarted, or somebody killed it"}
	}
	status.State, status.StartedAtMs = proto.ContainerStatus_STATE_EXITED, exit.StartedAtMs
	status.Exit = &proto.ExitResult{
		Reason: proto.ExitResult_Reason(proto.ExitResult_Reason_value[exit.Reason]), Signal: exit.Signal, Message: exit.Message,
		StartedAtMs: exit.StartedAtMs, FinishedAtMs: exit.FinishedAtMs,
	}
	if exit.Code != nil {
		status.Exit.OptionalExitCode = &proto.ExitResult_ExitCode{ExitCode: *exit.Code}
	}
	return status
}
