// A plugin of Gofer, written against the proto files alone and on unmodified hashicorp/go-plugin: that library does the
// handshake, AutoMTLS, health, shutdown and logging.
package main

import (
	"io"
	"io/ioutil"
	"os"
	"syscall"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	base "gofer/plugin/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc"
)

// The constants of every Gofer plugin: not secret, they only tell a start by hand from one by a kernel.
var handshake = goplugin.HandshakeConfig{
	ProtocolVersion:  1,
	MagicCookieKey:   "GOFER_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "8f3c1e6d0b7a49521f4de8c36a9075bd2e61f0c4975a3d8be410267cf95d83ab",
}

// services registers what the plugin serves; go-plugin calls it once, with its own server.
type services struct {
	goplugin.NetRPCUnsupportedPlugin
	log hclog.Logger
}

func (s services) GRPCServer(_ *goplugin.GRPCBroker, server *grpc.Server) error {
	plugin := &lifecycle{log: s.log, drained: make(chan struct{})}
	plugin.role = newRole(plugin)
	base.RegisterPluginServer(server, plugin)
	plugin.role.register(server)
	return nil
}

func (services) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (interface{}, error) {
	return nil, nil
}

func main() {
	// Files and the socket are for this user alone.
	syscall.Umask(0o077)
	log := hclog.New(&hclog.LoggerOptions{Name: name, Level: hclog.Debug, Output: os.Stderr, JSONFormat: true})
	// The kernel holds our standard input open and says nothing: its end means that the kernel is gone. When a
	// person starts the program by hand, Serve says so and ends it.
	if os.Getenv(handshake.MagicCookieKey) == handshake.MagicCookieValue {
		go func() {
			_, _ = io.Copy(ioutil.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig: handshake,
		Plugins:         goplugin.PluginSet{"gofer": services{log: log}},
		GRPCServer:      goplugin.DefaultGRPCServer,
		Logger:          log,
	})
}
