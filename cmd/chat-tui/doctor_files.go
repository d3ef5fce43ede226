package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/transport"
)

// checkSettings reads the settings file and gives the flags their values from
// it. It goes on with what was typed if the file is of no use.
func checkSettings(c *cobra.Command, o *talkOptions) (set map[string]bool, list []finding) {
	path, asked := o.config, o.config != ""
	if !asked {
		path = userFolders().settings()
	}
	set, err := settle(c, o.config)
	if err != nil {
		set = map[string]bool{"nick": o.nick != "", "server": o.server != ""}
		return set, []finding{{"settings", broken, "They cannot be used: " + err.Error() + ".", "mend " + path + " or move it away"}}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return set, []finding{{"settings", fine, "There is no settings file, so all is as it comes; it would be " + path + ".", ""}}
	case err != nil:
		return set, []finding{{"settings", broken, err.Error() + ".", "make it readable for you"}}
	case modesCount() && info.Mode().Perm()&0o022 != 0:
		return set, []finding{{"settings", broken, "Others on this machine can change " + path + ".", "chmod go-w " + path}}
	}
	if _, err := limitsFrom(o.config); err != nil {
		return set, []finding{{"settings", broken, "The server's limits in it cannot be used: " + err.Error() + ".", "mend " + path}}
	}
	return set, []finding{{"settings", fine, path + " can be read and everything in it is known.", ""}}
}

// modesCount reports whether file modes say who may do what.
func modesCount() bool { return runtime.GOOS != "windows" }

// checkKeys looks at what must be private.
func checkKeys(o *talkOptions, set map[string]bool) []finding {
	dirs, asked := userFolders(), ""
	if set["nick"] {
		asked = o.nick
	}
	return []finding{checkKey(dirs.deviceKey(asked)), checkFolder(dirs.state), checkServerKey(dirs)}
}

// checkKey looks at the key of the person.
func checkKey(path string) finding {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return finding{"key", odd, "You have no key on this machine yet.", "open chat-tui once, which makes it"}
	}
	if _, err := transport.LoadOrCreateKey(path, "device key"); err != nil {
		return finding{"key", broken, "It cannot be used: " + err.Error() + ".", "chmod 600 " + path + ", or restore it from a backup; without it your name is lost"}
	}
	return finding{"key", fine, path + " is whole and only you can read it.", ""}
}

// checkFolder looks at the folder of keys, drafts and the log.
func checkFolder(dir string) finding {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return finding{"folder", fine, dir + " is not there yet; it is made when it is needed.", ""}
	case err != nil:
		return finding{"folder", broken, err.Error() + ".", "make it accessible for you"}
	case !info.IsDir():
		return finding{"folder", broken, dir + " is not a folder.", "move it away"}
	case modesCount() && info.Mode().Perm()&0o077 != 0:
		return finding{"folder", broken, fmt.Sprintf("Others on this machine can look into %s (mode %04o).", dir, info.Mode().Perm()), "chmod 700 " + dir}
	}
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return finding{"folder", broken, "Nothing can be written to " + dir + ": " + err.Error() + ".", "make room, or make it yours"}
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	return finding{"folder", fine, dir + " is only yours and can be written.", ""}
}

// checkServerKey looks at the keys of a server that this person runs.
func checkServerKey(dirs folders) finding {
	for _, dir := range []string{dirs.server(), dirs.serverState()} {
		path := filepath.Join(dir, "server_key.pem")
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		if modesCount() && info.Mode().Perm()&0o077 != 0 {
			return finding{"own server", broken, "Others on this machine can read its key, " + path + ".", "chmod 600 " + path}
		}
		if _, err := transport.LoadOrCreateKey(path, "server key"); err != nil {
			return finding{"own server", broken, "Its key cannot be used: " + err.Error() + ".", "restore " + path + " from a backup"}
		}
		return finding{"own server", fine, "Its key is whole and only you can read it.", ""}
	}
	return finding{"own server", fine, "None was run with this account yet.", ""}
}
