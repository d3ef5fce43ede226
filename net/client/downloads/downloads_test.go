package downloads_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/client/downloads"
)

// F02 to F11: names of others become harmless ones.
func TestNamesOfOthersBecomeHarmless(t *testing.T) {
	for given, want := range map[string]string{
		"photo.jpg":              "photo.jpg",
		"/etc/passwd":            "passwd",
		"../../.ssh/config":      "config",
		`..\..\x`:                "x",
		`C:\Users\eve\x.txt`:     "x.txt",
		"a\x00b":                 "a_b",
		"x\ny":                   "x_y",
		"\x1b[2J.txt":            "_[2J.txt",
		"photo\u202egpj.exe":     "photogpj.exe",
		"":                       "file-ID7",
		".":                      "file-ID7",
		"..":                     "file-ID7",
		"   ":                    "file-ID7",
		"CON":                    "_CON",
		"con.txt":                "_con.txt",
		"NUL.txt":                "_NUL.txt",
		"com1.log":               "_com1.log",
		"LPT\u00b2":              "_LPT\u00b2",
		"com10.log":              "com10.log",
		"a.txt.":                 "a.txt",
		"a ":                     "a",
		"a.txt:$DATA":            "a.txt_$DATA",
		"-rf":                    "_-rf",
		".bashrc":                "_.bashrc",
		"cafe\u0301.txt":         "caf\u00e9.txt",
		"bad\xffname":            "bad_name",
		"tab\there":              "tab_here",
		"zero\u200bwidth":        "zerowidth",
		"what<is>this?\"|*":      "what_is_this____",
		"line\u2028separator.md": "lineseparator.md",
	} {
		if got := downloads.Name(given, "../ID7"); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
	for _, given := range []string{strings.Repeat("x", 300) + ".tar.gz", strings.Repeat("😀", 70) + ".png", strings.Repeat("x", 300), "a." + strings.Repeat("y", 300)} {
		got := downloads.Name(given, "id")
		if len(got) > 200 || !utf8.ValidString(got) || filepath.Ext(given) == ".png" && filepath.Ext(got) != ".png" {
			t.Errorf("%q becomes %q, of %d bytes", given, got, len(got))
		}
	}
}

// Whatever it is called, a name has no folder and is one that every system takes.
func FuzzName(f *testing.F) {
	f.Add("../x", "id")
	f.Fuzz(func(t *testing.T, given, id string) {
		got := downloads.Name(given, id)
		if got == "" || got == "." || got == ".." || len(got) > 200 || strings.ContainsAny(got, "/\\\x00:\n\x1b\u202e") || !utf8.ValidString(got) ||
			strings.HasPrefix(got, "-") || strings.HasPrefix(got, ".") || strings.HasSuffix(got, " ") || !filepath.IsLocal(got) {
			t.Errorf("%q becomes %q", given, got)
		}
	})
}

func sumOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

func open(t *testing.T) (*downloads.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "Downloads")
	f, err := downloads.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, dir
}

// get takes a whole file in.
func get(t *testing.T, f *downloads.Folder, id, name, body string) string {
	t.Helper()
	file, err := f.Begin(id, name, int64(len(body)), sumOf(body))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Write([]byte(body)[file.At():]); err != nil {
		t.Fatal(err)
	}
	path, err := file.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// F12, F13, F27, F30, F31: nothing that is there is touched, no link is followed, and
// what came is no program.
func TestNothingIsWrittenOver(t *testing.T) {
	f, dir := open(t)
	outside := filepath.Join(t.TempDir(), "outside")
	if err := errors.Join(os.WriteFile(outside, []byte("mine"), 0o600), os.Symlink(outside, filepath.Join(dir, "link.txt")),
		os.WriteFile(filepath.Join(dir, "a.txt"), []byte("mine"), 0o600)); err != nil {
		t.Skip("no links here: ", err)
	}
	for i, want := range []string{"a (1).txt", "a (2).txt"} {
		if got := get(t, f, string(rune('a'+i)), "a.txt", "theirs"); filepath.Base(got) != want {
			t.Errorf("it is called %s, want %s", got, want)
		}
	}
	if got := get(t, f, "c", "link.txt", "theirs"); filepath.Base(got) != "link (1).txt" {
		t.Errorf("over a link it is called %s", got)
	}
	for _, path := range []string{outside, filepath.Join(dir, "a.txt")} {
		if got, _ := os.ReadFile(path); string(got) != "mine" {
			t.Errorf("%s holds %q", path, got)
		}
	}
	if info, err := os.Stat(get(t, f, "d", "run.sh", "#!/bin/sh")); err != nil || info.Mode().Perm()&0o111 != 0 && runtime.GOOS != "windows" {
		t.Errorf("it is a program: %v, %v", info.Mode(), err)
	}
	var both sync.WaitGroup
	names := make([]string, 2)
	for i := range names {
		both.Go(func() { names[i] = get(t, f, "twin"+string(rune('a'+i)), "same.txt", "the same second") })
	}
	both.Wait()
	if names[0] == names[1] {
		t.Errorf("two files are one: %q", names)
	}
}

// F16, F20, F22: a file has its name only when it is whole and right; a part is gone
// on with.
func TestOnlyWholeFilesHaveTheirNames(t *testing.T) {
	f, dir := open(t)
	const body = "0123456789"
	file, err := f.Begin("id", "a.txt", 10, sumOf(body))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte(body[:4]))
	if _, err := f.Begin("id", "a.txt", 10, sumOf(body)); !errors.Is(err, downloads.ErrBusy) {
		t.Errorf("two take one file in: %v", err)
	}
	file.Close()
	if _, err := os.Stat(filepath.Join(dir, "a.txt")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a file has its name: %v", err)
	}
	file, err = f.Begin("id", "a.txt", 10, sumOf(body))
	if err != nil || file.At() != 4 {
		t.Fatalf("it goes on at %d, %v", file.At(), err)
	}
	file.Close()
	if got, _ := os.ReadFile(get(t, f, "id", "a.txt", body)); !bytes.Equal(got, []byte(body)) {
		t.Errorf("it holds %q", got)
	}
	file, err = f.Begin("id", "b.txt", 4, sumOf("good"))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte("evil"))
	if _, err := file.Finish(); !errors.Is(err, downloads.ErrHash) {
		t.Errorf("other bytes: %v", err)
	}
	file.Close()
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".chat*"))
	if len(left) != 1 || len(hidden) != 0 {
		t.Errorf("left are %q and %q", left, hidden)
	}
}
