package selftest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/proof"
)

// longer names a variable of the environment that says for how long the tests
// with real processes shall try, each; by default it is a few seconds.
const longer = "CHAT_TUI_SELFTEST_FOR"

var built struct {
	sync.Once
	folder string
	out    []byte
	err    error
}

// binary builds the program, once for all tests.
func binary(t *testing.T) []string {
	t.Helper()
	built.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "chat-tui-"); built.err != nil {
			return
		}
		c := exec.Command("go", "build", "-o", filepath.Join(built.folder, "chat-tui"), "github.com/chat-tui/chat-tui/cmd/chat-tui") //nolint:noctx // short
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		built.out, built.err = c.CombinedOutput()
	})
	if built.err != nil {
		t.Fatalf("build: %v\n%s", built.err, built.out)
	}
	return []string{filepath.Join(built.folder, "chat-tui")}
}

func TestMain(m *testing.M) {
	if task := os.Getenv(childRole); task != "" {
		if err := runChild(task); err != nil {
			_, _ = os.Stderr.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		os.Exit(0)
	}
	_ = flag.Set("rapid.checks", "25") // -rapid.checks on the command line counts more
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// attempt runs a self-test and fails if it finds something.
func attempt(t *testing.T, o Options) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it starts processes")
	}
	var out bytes.Buffer
	o.Out, o.Binary, o.Folder, o.Settle = &out, binary(t), t.TempDir(), 20*time.Second
	if d, err := time.ParseDuration(os.Getenv(longer)); err == nil {
		o.Rounds, o.Duration = int(d*time.Duration(o.Rounds)/o.Duration), d
	}
	if err := Run(t.Context(), o); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
	t.Log("\n" + out.String())
	return out.String()
}

// D01, D02, D03: the server is killed without a warning, again and again, while
// several clients talk.
func TestKillingTheServerLosesNothing(t *testing.T) {
	t.Parallel()
	attempt(t, Options{Rounds: 8, Duration: 1500 * time.Millisecond, Faults: Faults{Kill: true}})
}

// The network fails in every way it can, and the server lives.
func TestABadNetworkLosesNothing(t *testing.T) {
	t.Parallel()
	attempt(t, Options{Rounds: 1, Duration: 1200 * time.Millisecond, Faults: Faults{Network: true}})
}

// Everything at once.
func TestEverythingAtOnceLosesNothing(t *testing.T) {
	t.Parallel()
	out := attempt(t, Options{Rounds: 5, Duration: 2 * time.Second})
	if !strings.Contains(out, "Nothing was lost.") {
		t.Error("it does not say so")
	}
}

// D28: the server is asked to end while clients talk; it ends in time and with
// code 0, and what it acknowledged is there.
func TestEndingTheServerLosesNothing(t *testing.T) {
	t.Parallel()
	attempt(t, Options{Rounds: 2, Duration: time.Second, Faults: Faults{Stop: true}})
}

// N28: a hundred clients, and five restarts of the server.
func TestAHundredClientsComeBack(t *testing.T) {
	t.Parallel()
	attempt(t, Options{Clients: 100, Rounds: 5, Duration: 2 * time.Second, pause: 2 * time.Second, light: true, Faults: Faults{Kill: true}})
}

// What the server has lost, the self-test finds and says.
func TestALossIsTold(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it starts processes")
	}
	var out bytes.Buffer
	err := Run(t.Context(), Options{
		Out: &out, Binary: binary(t), Folder: t.TempDir(), Clients: 2, Rounds: 1, Duration: 500 * time.Millisecond, Faults: Faults{Network: true}, plain: true,
		Stored: func(ctx context.Context, folder string, rids []string) ([]proof.Log, error) {
			logs, err := readStored(ctx, folder, rids)
			for i := range logs {
				if l := &logs[i]; l.Room == "#kitchen" && len(l.Entries) > 0 {
					l.Entries = l.Entries[:len(l.Entries)-1]
				}
			}
			return logs, err
		},
	})
	broken, ok := errors.AsType[*BrokenError](err)
	if !ok || len(broken.Findings) != 1 || broken.Findings[0].Fault != proof.AckedNotStored || broken.Findings[0].Room != "#kitchen" {
		t.Errorf("it found %v", err)
	}
	if !strings.Contains(out.String(), string(proof.AckedNotStored)+": in #kitchen") || strings.Contains(out.String(), "Nothing was lost") {
		t.Errorf("it says\n%s", out.String())
	}
}

// A self-test whose server does not start says why.
func TestAServerThatDoesNotStart(t *testing.T) {
	err := Run(t.Context(), Options{Binary: []string{"go", "version"}, Folder: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "it did not start") {
		t.Errorf("it says %v", err)
	}
	if _, broken := errors.AsType[*BrokenError](err); broken {
		t.Error("nothing was tried, so no promise was broken")
	}
}
