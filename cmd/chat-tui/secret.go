package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/chat-tui/chat-tui/server/account"
)

// mostSecret bounds a file that holds a password, in bytes.
const mostSecret = 4 << 10

// readSecret returns the first line of a file that only its owner can read. A
// password on a command line would be there for all who list the processes.
func readSecret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("password file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("password file: %w", err)
	}
	if info.Mode().IsRegular() && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("password file: others on this machine can read %s; make it private with: chmod 600 %[1]s", path)
	}
	return firstLine(f, path)
}

// firstLine reads a line that holds a secret, without its end.
func firstLine(r io.Reader, name string) (string, error) {
	content, err := io.ReadAll(io.LimitReader(r, mostSecret+1))
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	secret := strings.TrimSuffix(string(line), "\r")
	switch {
	case secret == "":
		return "", fmt.Errorf("read password: the first line of %s is empty; write the password there", name)
	case len(secret) > account.MaxPassword && !account.IsPasswordHash(secret):
		return "", fmt.Errorf("read password: the first line of %s is longer than %d bytes", name, account.MaxPassword)
	}
	return secret, nil
}

// passwordOf returns the password a server asks for, from the file that holds
// it or, better, its hash.
func passwordOf(path string) (*account.Password, error) {
	secret, err := readSecret(path)
	if err != nil {
		return nil, err
	}
	if account.IsPasswordHash(secret) {
		return account.ParsePassword(secret)
	}
	return account.NewPassword(secret)
}

// botToken returns the token of the bot that talks, from the file or the
// environment; "" is none.
func botToken(path string) (string, error) {
	if path == "" {
		return os.Getenv("CHAT_TUI_TOKEN"), nil
	}
	return readSecret(path)
}

// spokenPassword returns the password that a client gives: from the file, or
// the environment.
func spokenPassword(path string) (string, error) {
	if path == "" {
		return os.Getenv("CHAT_TUI_PASSWORD"), nil
	}
	secret, err := readSecret(path)
	if err == nil && account.IsPasswordHash(secret) {
		err = errors.New("password file: it holds the hash that is for the server; a client needs the password itself")
	}
	return secret, err
}
