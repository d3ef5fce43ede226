package files_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/server/files"
)

func open(t *testing.T, o files.Options) (*files.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := files.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

func text(n int) []byte { return bytes.Repeat([]byte("0123456789"), n/10+1)[:n] }

// put brings a whole file in.
func put(t *testing.T, s *files.Store, id string, body []byte) {
	t.Helper()
	p, err := s.Resume(id, sha256.Sum256(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.ReadFrom(bytes.NewReader(body[p.Offset():])); err != nil {
		t.Fatal(err)
	}
	if err := p.Commit(); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, s *files.Store, sum files.Sum) []byte {
	t.Helper()
	f, err := s.Open(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Each content is there once, whole, for its owner only.
func TestAContentIsKeptOnce(t *testing.T) {
	s, dir := open(t, files.Options{})
	body := text(200_000)
	sum := files.Sum(sha256.Sum256(body))
	if s.Has(sum, int64(len(body))) {
		t.Error("it is there before it came")
	}
	put(t, s, "file-aaaa", body)
	put(t, s, "file-bbbb", body)
	put(t, s, "file-empty", nil)
	if !bytes.Equal(content(t, s, sum), body) || !s.Has(sum, int64(len(body))) || s.Has(sum, 7) {
		t.Error("it is not what came")
	}
	n := 0
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
			if info, _ := d.Info(); info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s is readable by others", path)
			}
		}
		return nil
	})
	if n != 2 { // and the empty one
		t.Errorf("there are %d files, want 2", n)
	}
	if _, err := s.Open(files.Sum{1}); !errors.Is(err, files.ErrNone) {
		t.Errorf("what never came: %v", err)
	}
}

// However often a file breaks off, whatever comes with it, also over a restart: it
// arrives whole, or not at all.
func TestAPartIsGoneOnWith(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "files")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		body := text(rapid.IntRange(0, 300_000).Draw(t, "size"))
		sum := files.Sum(sha256.Sum256(body))
		broken := errors.New("the cable is out")
		for {
			s, err := files.Open(dir, files.Options{})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.Resume("file-id-1", sum, int64(len(body)))
			if err != nil {
				t.Fatal(err)
			}
			if p.Offset() != s.Waiting("file-id-1") {
				t.Fatalf("at %d, of %d that wait", p.Offset(), s.Waiting("file-id-1"))
			}
			if _, err := s.Resume("file-id-1", sum, int64(len(body))); !errors.Is(err, files.ErrBusy) {
				t.Fatalf("two write one part: %v", err)
			}
			rest := body[p.Offset():]
			part := rapid.IntRange(0, len(rest)).Draw(t, "part")
			src := io.Reader(bytes.NewReader(append(rest[:part:part], "and more of something else"...)))
			if part < len(rest) {
				src = io.MultiReader(bytes.NewReader(rest[:part]), iotest.ErrReader(broken))
			}
			_, err = p.ReadFrom(src)
			if part < len(rest) {
				if !errors.Is(err, broken) || !errors.Is(p.Commit(), files.ErrUnfinished) || s.Has(sum, int64(len(body))) {
					t.Fatalf("after a break: %v", err)
				}
				p.Close()
				_ = s.Close()
				continue
			}
			if err := errors.Join(err, p.Commit()); err != nil {
				t.Fatal(err)
			}
			p.Close()
			f, err := s.Open(sum)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := io.ReadAll(f)
			_ = f.Close()
			_ = s.Close()
			if !bytes.Equal(got, body) {
				t.Fatalf("%d bytes arrived, other than the %d sent", len(got), len(body))
			}
			return
		}
	})
}

// What is not what was announced is not kept.
func TestAWrongHashIsRefused(t *testing.T) {
	s, dir := open(t, files.Options{})
	p, err := s.Resume("file-aaaa", sha256.Sum256([]byte("good")), 4)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.ReadFrom(strings.NewReader("evil")); err != nil {
		t.Fatal(err)
	}
	if err := p.Commit(); !errors.Is(err, files.ErrHash) {
		t.Errorf("Commit() = %v", err)
	}
	p.Close()
	if left, _ := filepath.Glob(filepath.Join(dir, "*", "*")); len(left) != 0 || s.Waiting("file-aaaa") != 0 {
		t.Errorf("left is %q", left)
	}
	for _, id := range []string{"", "short", "../../etc/passwd", "a/b/c/d/e/f", strings.Repeat("x", 65), "file\x00name"} {
		if _, err := s.Resume(id, files.Sum{}, 1); err == nil {
			t.Errorf("a part called %q is begun", id)
		}
	}
}

// A file of another size that has a part longer than that begins again.
func TestALongPartBeginsAgain(t *testing.T) {
	s, _ := open(t, files.Options{})
	p, err := s.Resume("file-aaaa", files.Sum{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = p.ReadFrom(bytes.NewReader(text(50)))
	p.Close()
	put(t, s, "file-aaaa", text(20)) // 50 bytes are there, 20 are wanted
}

// Talking goes on where files have filled the disk.
func TestTheReserveIsKept(t *testing.T) {
	free := int64(1000)
	s, _ := open(t, files.Options{Reserve: 500, Free: func(string) int64 { return free }})
	put(t, s, "file-aaaa", text(500))
	if _, err := s.Resume("file-bbbb", files.Sum{}, 501); !errors.Is(err, files.ErrFull) {
		t.Errorf("more than there is room for: %v", err)
	}
	p, err := s.Resume("file-cccc", files.Sum{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
}

// What no message speaks of any more goes; what is wanted, about to be announced, or
// still coming stays.
func TestSweep(t *testing.T) {
	s, _ := open(t, files.Options{})
	wanted, unwanted, pinned := text(1000), text(2000), text(3000)
	put(t, s, "file-aaaa", wanted)
	put(t, s, "file-bbbb", unwanted)
	put(t, s, "file-cccc", pinned)
	unpin, ok := s.Pin(sha256.Sum256(pinned), 3000)
	if !ok {
		t.Fatal("it is not there")
	}
	p, err := s.Resume("file-part", files.Sum{}, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = p.ReadFrom(bytes.NewReader(text(4000)))
	keep := func(sum files.Sum) (bool, error) { return sum == sha256.Sum256(wanted), nil }
	if freed, err := s.Sweep(keep, time.Now().Add(time.Hour)); freed != 2000 || err != nil {
		t.Errorf("%d bytes were freed, %v; want those of one blob", freed, err)
	}
	unpin()
	p.Close()
	if freed, err := s.Sweep(keep, time.Now().Add(-time.Hour)); freed != 3000 || err != nil {
		t.Errorf("%d bytes were freed, %v; want those of what was pinned", freed, err)
	}
	if freed, err := s.Sweep(keep, time.Now().Add(time.Hour)); freed != 4000 || err != nil {
		t.Errorf("%d bytes were freed, %v; want those of the old part", freed, err)
	}
	if !s.Has(sha256.Sum256(wanted), 1000) {
		t.Error("what is wanted is gone")
	}
	no := errors.New("no")
	if _, err := s.Sweep(func(files.Sum) (bool, error) { return false, no }, time.Time{}); !errors.Is(err, no) || !s.Has(sha256.Sum256(wanted), 1000) {
		t.Errorf("where nobody knows what is wanted: %v", err)
	}
}

// A copy has what was there, and takes nothing away.
func TestCopy(t *testing.T) {
	s, dir := open(t, files.Options{})
	put(t, s, "file-aaaa", text(1000))
	put(t, s, "file-bbbb", text(2000))
	to := filepath.Join(t.TempDir(), "copy")
	for _, want := range []int{2, 0} { // the second time there is nothing left to do
		if n, _, err := files.Copy(t.Context(), dir, to); n != want || err != nil {
			t.Errorf("%d files are copied, %v; want %d", n, err, want)
		}
	}
	other, err := files.Open(to, files.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := s.Sweep(func(files.Sum) (bool, error) { return false, nil }, time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, body := range [][]byte{text(1000), text(2000)} {
		if got := content(t, other, sha256.Sum256(body)); !bytes.Equal(got, body) {
			t.Errorf("the copy has %d bytes, want %d", len(got), len(body))
		}
	}
	if n, bytes, err := files.Copy(t.Context(), filepath.Join(t.TempDir(), "nothing"), to); n != 0 || bytes != 0 || err != nil {
		t.Errorf("of a folder that is not there %d files, %d bytes, %v", n, bytes, err)
	}
}
