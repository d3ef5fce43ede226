package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg" // the folders of each system, also on macOS and Windows
)

// folders are where this program keeps its files.
type folders struct {
	config string // settings, known servers
	state  string // keys, log, what a client keeps
	data   string // what a server keeps
}

// userFolders returns the folders of the person who runs the program.
func userFolders() folders {
	xdg.Reload() // the environment as it is now
	return folders{
		config: filepath.Join(xdg.ConfigHome, "chat-tui"),
		state:  filepath.Join(xdg.StateHome, "chat-tui"),
		data:   filepath.Join(xdg.DataHome, "chat-tui"),
	}
}

func (f folders) settings() string   { return filepath.Join(f.config, "config.toml") }
func (f folders) knownHosts() string { return filepath.Join(f.config, "known_hosts") }
func (f folders) clientLog() string  { return filepath.Join(f.state, "client.log") }

// server is the folder of this machine's own server, be it inside a client or
// `chat-tui serve` without --data.
func (f folders) server() string { return filepath.Join(f.data, "server") }

// serverState holds the identity key of a server that keeps no data.
func (f folders) serverState() string { return filepath.Join(f.state, "server") }

// deviceKey is the key of the person, or of one who talks under the nick
// asked for with --nick: a nick is an identity of its own, with a key of its
// own.
func (f folders) deviceKey(asked string) string {
	if asked == "" {
		return filepath.Join(f.state, "device_key.pem")
	}
	return filepath.Join(f.state, "nicks", fileName(asked)+".pem")
}

// chosenNick holds the name that the person chose at the first start.
func (f folders) chosenNick() string { return filepath.Join(f.state, "nick") }

// localCopy is what a client keeps of its conversations with a server, under
// the nick it asks for.
func (f folders) localCopy(server, nick string) string {
	return filepath.Join(f.state, "kept", fileName(server)+"."+fileName(nick)+".db")
}

// fileName makes a file name of a nick: letters and digits stay, everything
// else is written as its code, so that two nicks never share a file and none
// leaves the folder, also where case does not count.
func fileName(nick string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	for i := range len(nick) {
		switch c := nick[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-':
			b.WriteByte(c)
		default:
			b.WriteByte('_')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// makePrivate makes a folder that only its owner enters.
func makePrivate(dir string) error { return os.MkdirAll(dir, 0o700) }
