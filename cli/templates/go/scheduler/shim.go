package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// The shim is a process for each container, between it and this plugin: it keeps the time and the exit when nobody else is
// there. It is this program, started with another word.
const (
	shimWord = "shim"
	wake     = syscall.SIGUSR1
)

func init() {
	if len(os.Args) == 2 && os.Args[1] == shimWord {
		os.Exit(runShim())
	}
}

// order is what a container runs. It goes through a pipe: a variable may hold a secret, which belongs neither on the disk nor
// among the arguments.
type order struct {
	Words, Variables []string
	Path             string
	WallTimeMs       int64
}

// startShim returns when the container has begun or cannot, or another shim was faster: what is true is in its directory. When
// the shim has ended, `ended` is called.
func startShim(c container, what order, ended func()) error {
	raw, err := json.Marshal(what)
	if err != nil {
		return err
	}
	shim := exec.Cmd{Path: "/proc/self/exe", Args: []string{name, shimWord}, Env: []string{}, Dir: string(c)}
	// What ends the plugin, with all of its group, does not end it.
	shim.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	shim.Stdin = strings.NewReader(string(raw))
	begun, err := shim.StdoutPipe()
	if err != nil {
		return err
	}
	if err := shim.Start(); err != nil {
		return err
	}
	// It says nothing, it closes the pipe.
	_, _ = begun.Read(make([]byte, 1))
	go func() {
		_ = shim.Wait()
		ended()
	}()
	return nil
}

func runShim() int {
	// The command dies with the thread that started it.
	runtime.LockOSThread()
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, wake)
	// By this name it is always the same directory, also when that is removed and another one has its path.
	c := container(".")
	var what order
	if json.NewDecoder(os.Stdin).Decode(&what) != nil {
		return 1
	}
	lock, err := c.lock(syscall.LOCK_EX)
	if err != nil {
		return 1
	}
	defer lock.Close()
	if !c.read("spec.json", &specRecord{}) || c.read("started.json", &startedRecord{}) || c.read("exit.json", &exitRecord{}) {
		return 1
	}
	exit := run(c, what, woken)
	exit.FinishedAtMs = nowMs()
	// Nothing but Remove is a reason to lose it; a full disk is not.
	for err := c.write("exit.json", exit); err != nil && !os.IsNotExist(err); err = c.write("exit.json", exit) {
		time.Sleep(time.Second)
	}
	return 0
}

// run runs the command to its end. What cannot be run is an end as well.
func run(c container, what order, woken <-chan os.Signal) exitRecord {
	startError := func(code int32, err error) exitRecord {
		return exitRecord{Reason: "REASON_START_ERROR", Code: &code, Message: fmt.Sprintf("command %q cannot be started: %v", what.Words[0], err)}
	}
	stdout, err := os.OpenFile("stdout", os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return startError(126, err)
	}
	stderr, err := os.OpenFile("stderr", os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return startError(126, err)
	}
	program, err := lookUp(what.Words[0], what.Path)
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		return startError(127, err)
	} else if err != nil {
		return startError(126, err)
	}
	started := startedRecord{ShimPid: os.Getpid(), AtMs: nowMs()}
	// From here on it counts as having run, and never runs again.
	if err := c.write("started.json", started); err != nil {
		return startError(126, err)
	}
	// Whoever stops it from now on sees the process id.
	if c.read("stop.json", &stopRecord{}) {
		return exitRecord{Reason: "REASON_STOPPED", Message: "stopped before it began"}
	}
	command := exec.Cmd{Path: program, Args: what.Words, Env: what.Variables, Dir: "work", Stdout: stdout, Stderr: stderr}
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
	if err := command.Start(); err != nil {
		return startError(126, err)
	}
	os.Stdout.Close()
	exit := exitRecord{Reason: watch(c, command.Process.Pid, started.AtMs, what.WallTimeMs, woken), StartedAtMs: started.AtMs}
	_ = command.Wait()
	ending := command.ProcessState.Sys().(syscall.WaitStatus)
	code := int32(ending.ExitStatus())
	if ending.Signaled() {
		exit.Signal, code = unix.SignalName(ending.Signal()), 128+int32(ending.Signal())
	}
	if exit.Code = &code; exit.Reason == "" && ending.Signaled() {
		exit.Reason = "REASON_SIGNALED"
	} else if exit.Reason == "" {
		exit.Reason = "REASON_EXITED"
	}
	return exit
}

// lookUp finds a program as the command would in its directory.
func lookUp(word, searchPath string) (string, error) {
	os.Setenv("PATH", searchPath)
	if strings.Contains(word, "/") && !filepath.IsAbs(word) {
		// Executed from that directory, it is found by this name.
		_, err := exec.LookPath(filepath.Join("work", word))
		return word, err
	}
	return exec.LookPath(word)
}

// watch returns when the command has ended, with the reason when we have ended it. Until then, and as long as the command is
// not waited for, no other process can have its number or that of its group.
func watch(c container, pid int, startedAtMs, wallTimeMs int64, woken <-chan os.Signal) (reason string) {
	ended := make(chan struct{})
	go func() {
		for unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
		}
		close(ended)
	}()
	killAtMs := int64(1) << 60
	if wallTimeMs > 0 {
		killAtMs = startedAtMs + wallTimeMs
	}
	for {
		waitMs := killAtMs - nowMs()
		if waitMs > 3_600_000 {
			// A timer cannot count as far as a number.
			waitMs = 3_600_000
		}
		select {
		case <-ended:
			// What it has started goes with it.
			_ = syscall.Kill(-pid, syscall.SIGKILL)
			return reason
		case <-woken:
			var stop stopRecord
			if !c.read("stop.json", &stop) {
				continue
			}
			if stop.KillAtMs < killAtMs {
				killAtMs = stop.KillAtMs
			}
			if reason == "" {
				reason = "REASON_STOPPED"
			}
			if nowMs() < killAtMs {
				_ = syscall.Kill(-pid, unix.SignalNum(stop.Signal))
			}
		case <-time.After(time.Duration(waitMs) * time.Millisecond):
			if nowMs() < killAtMs {
				continue
			}
			if reason == "" {
				reason = "REASON_TIMEOUT"
			}
			_ = syscall.Kill(-pid, syscall.SIGKILL)
			// Again, if it has to be: what was forked in that moment was not killed.
			killAtMs = nowMs() + 1000
		}
	}
}
