package transport

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// Fingerprints of nobody.
const (
	pinA = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	pinB = "SHA256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
)

func TestKnownHostsKeepsOnePinAHost(t *testing.T) {
	pins := tempPins(t)
	if _, found, err := pins.Lookup("host:5555"); found || err != nil {
		t.Fatalf("Lookup without a file = %v, %v", found, err)
	}
	for _, host := range []string{"host:5555", "host:5556", "[::1]:5555", "[fe80::1%eth0]:5555", "unix:///a%20b"} {
		if err := pins.Add(host, pinA); err != nil {
			t.Fatal(err)
		}
		if err := pins.Add(host, pinA); err != nil {
			t.Errorf("the same again: %v", err)
		}
		err := pins.Add(host, pinB)
		if changed, ok := errors.AsType[*KeyChangedError](err); !ok || *changed != (KeyChangedError{host, pinA, pinB}) {
			t.Errorf("another: %v", err)
		}
		if got, found, err := pins.Lookup(host); got != pinA || !found || err != nil {
			t.Errorf("Lookup(%s) = %q, %v, %v", host, got, found, err)
		}
	}
	content, err := os.ReadFile(pins.path)
	if err != nil || bytes.Count(content, []byte("\n")) != 5 {
		t.Errorf("the file is %q, %v", content, err)
	}
	if info, _ := os.Stat(pins.path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v", info.Mode())
	}
}

func TestKnownHostsLeavesOtherLinesAlone(t *testing.T) {
	pins := tempPins(t)
	before := "# my servers\r\n\nhost:5555  " + pinA + "\tthe one at home\nbroken\n\xff\xfe\n  other:5555 " + pinA + "\nhost:5555 " + pinB
	write(t, pins.path, before)
	if got, found, err := pins.Lookup("host:5555"); got != pinA || !found || err != nil {
		t.Errorf("Lookup = %q, %v, %v", got, found, err)
	}
	if err := pins.Add("new:5555", pinB); err != nil {
		t.Fatal(err)
	}
	if was, err := pins.Replace("host:5555", pinB); was != pinA || err != nil {
		t.Fatalf("Replace = %q, %v", was, err)
	}
	want := "# my servers\r\n\nbroken\n\xff\xfe\n  other:5555 " + pinA + "\nnew:5555 " + pinB + "\nhost:5555 " + pinB + "\n"
	if got, _ := os.ReadFile(pins.path); string(got) != want {
		t.Errorf("the file is\n%q, want\n%q", got, want)
	}
}

func TestKnownHostsNeverTakesABrokenLineForNone(t *testing.T) {
	pins := tempPins(t)
	for _, line := range []string{"host:5555\n", "host:5555 SHA256:short\n", "host:5555 # " + pinA} {
		write(t, pins.path, "# first\n"+line)
		if _, _, err := pins.Lookup("host:5555"); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: Lookup = %v", line, err)
		}
		if err := pins.Add("host:5555", pinA); err == nil {
			t.Errorf("%q: Add passed", line)
		}
		if _, err := pins.Replace("host:5555", pinB); err != nil {
			t.Errorf("%q: Replace = %v", line, err)
		}
		if got, _, err := pins.Lookup("host:5555"); got != pinB || err != nil {
			t.Errorf("%q: Lookup after Replace = %q, %v", line, got, err)
		}
	}
	write(t, pins.path, strings.Repeat("x", knownHostsMost+1))
	if _, _, err := pins.Lookup("host:5555"); err == nil {
		t.Error("a file too large to read counts as empty")
	}
	for host, fingerprint := range map[string]string{"": pinA, "#a": pinA, "a b": pinA, "a\n": pinA, "host:1": "x", "host:2": pinA + "\n"} {
		if err := pins.Add(host, fingerprint); err == nil {
			t.Errorf("Add(%q, %q) passed", host, fingerprint)
		}
	}
}

func TestKnownHostsOfManyProgramsLoseNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "known_hosts")
	var all sync.WaitGroup
	const programs = 16
	for i := range programs {
		all.Go(func() {
			pins := OpenKnownHosts(path)
			if err := pins.Add(fmt.Sprintf("host-%d:5555", i), pinA); err != nil {
				t.Error(err)
			}
			if _, err := pins.Replace(fmt.Sprintf("host-%d:5555", i), pinB); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range programs {
		if got, _, err := OpenKnownHosts(path).Lookup(fmt.Sprintf("host-%d:5555", i)); got != pinB || err != nil {
			t.Errorf("host-%d: %q, %v", i, got, err)
		}
	}
}

func TestOneOfTwoFirstPinsWins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "known_hosts")
	errs := make(chan error)
	for _, pin := range []string{pinA, pinB} {
		go func() { errs <- OpenKnownHosts(path).Add("host:5555", pin) }()
	}
	first, second := <-errs, <-errs
	_, changed := errors.AsType[*KeyChangedError](errors.Join(first, second))
	if (first == nil) == (second == nil) || !changed {
		t.Errorf("Add = %v and %v", first, second)
	}
}

func TestKnownHostsMayBeALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // links need a privilege there
	}
	dir := t.TempDir()
	kept, link := filepath.Join(dir, "kept"), filepath.Join(dir, "known_hosts")
	write(t, kept, "# kept elsewhere\n")
	if err := os.Symlink(kept, link); err != nil {
		t.Fatal(err)
	}
	if err := OpenKnownHosts(link).Add("host:5555", pinA); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(kept); !strings.Contains(string(got), pinA) {
		t.Errorf("the file behind the link is %q", got)
	}
	if info, _ := os.Lstat(link); info.Mode().Type() != os.ModeSymlink {
		t.Error("the link is gone")
	}
}

// write makes a file and its folder.
func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func FuzzKnownHosts(f *testing.F) {
	f.Add([]byte("# x\nhost:5555 " + pinA + "\n"))
	f.Add([]byte("host:5555\r\n\x00 \xff"))
	f.Fuzz(func(t *testing.T, content []byte) {
		k := &KnownHosts{path: "known_hosts"}
		const host = "host:5555"
		got, found, err := k.find(content, host)
		if found && (err != nil || !isFingerprint(got)) || !found && got != "" {
			t.Fatalf("find = %q, %v, %v", got, found, err)
		}
		if found || err != nil {
			return
		}
		after := appendPin(content, host, pinA)
		if got, found, err := k.find(after, host); got != pinA || !found || err != nil {
			t.Fatalf("after adding: find = %q, %v, %v", got, found, err)
		}
		if !bytes.HasPrefix(after, content) {
			t.Fatal("other lines changed")
		}
	})
}
