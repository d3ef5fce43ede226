package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// knownHostsMost bounds the file, in bytes: some ten thousand hosts.
const knownHostsMost = 1 << 20

// KnownHosts keeps pins in a file, one "host:port fingerprint" a line, with
// mode 0600. Comments and blank lines stay. Several processes may use the
// file at once. The zero value is of no use; see OpenKnownHosts.
type KnownHosts struct {
	path string
}

// OpenKnownHosts returns the pins kept in the file at path. The file and its
// folder are made at the first Add.
func OpenKnownHosts(path string) *KnownHosts { return &KnownHosts{path: path} }

// Lookup returns the fingerprint kept for host. A line for host that cannot
// be read is an error, never the same as none.
func (k *KnownHosts) Lookup(host string) (fingerprint string, found bool, err error) {
	content, err := k.read()
	if err != nil {
		return "", false, err
	}
	return k.find(content, host)
}

// Hosts returns the hosts that have a fingerprint, in the order of the file:
// names of one and the same server.
func (k *KnownHosts) Hosts(fingerprint string) (hosts []string, err error) {
	content, err := k.read()
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(content) {
		if host, pinned := pinOf(line); host != "" && pinned == fingerprint && isFingerprint(pinned) {
			hosts = append(hosts, host)
		}
	}
	return hosts, nil
}

// Add keeps the fingerprint of a host that has none; see PinStore.
func (k *KnownHosts) Add(host, fingerprint string) error {
	return k.change(host, fingerprint, func(content []byte) ([]byte, error) {
		known, found, err := k.find(content, host)
		switch {
		case err != nil:
			return nil, err
		case found && known != fingerprint:
			return nil, &KeyChangedError{Host: host, Known: known, Presented: fingerprint}
		case found:
			return content, nil
		}
		return appendPin(content, host, fingerprint), nil
	})
}

// Replace keeps the fingerprint of a host whatever was kept before, readable
// or not, and returns what that was.
func (k *KnownHosts) Replace(host, fingerprint string) (before string, err error) {
	err = k.change(host, fingerprint, func(content []byte) ([]byte, error) {
		before, _, _ = k.find(content, host)
		var kept []byte
		for line := range bytes.Lines(content) {
			if pinned, _ := pinOf(line); pinned != host {
				kept = append(kept, line...)
			}
		}
		return appendPin(kept, host, fingerprint), nil
	})
	return before, err
}

// change rewrites the file under its lock with what edit makes of it.
func (k *KnownHosts) change(host, fingerprint string, edit func([]byte) ([]byte, error)) error {
	if host == "" || strings.HasPrefix(host, "#") || len(strings.Fields(host)) != 1 || !isFingerprint(fingerprint) {
		return fmt.Errorf("write known hosts: %q %q cannot be a pin", host, fingerprint)
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return fmt.Errorf("write known hosts: %w", err)
	}
	unlock, err := lockFile(k.path + ".lock")
	if err != nil {
		return fmt.Errorf("write known hosts: %w", err)
	}
	defer unlock()

	content, err := k.read()
	if err != nil {
		return err
	}
	edited, err := edit(content)
	if err != nil || bytes.Equal(edited, content) {
		return err
	}
	path := k.path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the file may live elsewhere, the link stays
	}
	if err := replace(path, edited); err != nil {
		return fmt.Errorf("write known hosts: %w", err)
	}
	return nil
}

// read returns the file, empty if there is none.
func (k *KnownHosts) read() ([]byte, error) {
	f, err := os.Open(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open known hosts: %w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, knownHostsMost+1))
	if err != nil {
		return nil, fmt.Errorf("read known hosts: %w", err)
	}
	if len(content) > knownHostsMost {
		return nil, fmt.Errorf("read known hosts: %s is larger than %d bytes", k.path, knownHostsMost)
	}
	return content, nil
}

// find returns the fingerprint of the first line for host.
func (k *KnownHosts) find(content []byte, host string) (fingerprint string, found bool, err error) {
	number := 0
	for line := range bytes.Lines(content) {
		number++
		pinned, fingerprint := pinOf(line)
		if pinned == "" || pinned != host {
			continue
		}
		if !isFingerprint(fingerprint) {
			return "", false, fmt.Errorf("read known hosts: line %d of %s has no fingerprint for %s; mend it, or accept the server's key with: chat-tui trust %[3]s",
				number, k.path, host)
		}
		return fingerprint, true, nil
	}
	return "", false, nil
}

// pinOf takes a line apart. A blank line or a comment has no host; what
// follows the fingerprint is a comment.
func pinOf(line []byte) (host, fingerprint string) {
	fields := strings.Fields(string(line))
	if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
		return "", ""
	}
	if len(fields) == 1 {
		return fields[0], ""
	}
	return fields[0], fields[1]
}

// appendPin adds a line to a file whose last line may lack its end.
func appendPin(content []byte, host, fingerprint string) []byte {
	edited := bytes.Clone(content)
	if len(edited) > 0 && edited[len(edited)-1] != '\n' {
		edited = append(edited, '\n')
	}
	return append(edited, host+" "+fingerprint+"\n"...)
}
