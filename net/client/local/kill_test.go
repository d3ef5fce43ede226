package local_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
	"github.com/chat-tui/chat-tui/net/transport"
)

// childOf is set in the environment of a child process of these tests: its
// path of the file, the address of the server and what it says, with commas.
const childOf = "CHAT_TUI_LOCAL_TEST_CHILD"

func TestMain(m *testing.M) {
	if what := os.Getenv(childOf); what != "" {
		talker(strings.Split(what, ","))
		return
	}
	os.Exit(m.Run())
}

// talker says one thing after the other, and tells on its output what is in
// its outbox, until it is killed; with nothing to say, until all is sent.
func talker(what []string) {
	path, socket, prefix := what[0], what[1], what[2]
	c, err := local.Open(path, local.Options{})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	at := transport.Address{Scheme: transport.Unix, Path: socket}
	conn := client.New(client.Options{
		Dial: func(ctx context.Context) (net.Conn, error) { return transport.Dial(ctx, at, transport.DialOptions{}) },
		Nick: "ada", Key: keyOf("ada"), Rooms: []string{"#lobby"}, Outbox: c.Outbox(), History: c.History(),
	})
	ended := make(chan error, 1)
	go func() { ended <- conn.Run(context.Background()) }()
	for i := 0; prefix != "" && i < 20; i++ {
		_, _ = conn.Say("#lobby", fmt.Sprint(prefix, i), "")
	}
	n, pending := 20, 0
	for ev := range conn.Events() {
		switch ev := ev.(type) {
		case *chat.SayState:
			switch ev.State {
			case chat.SayPending:
				pending++
				fmt.Println("kept", ev.Body)
			case chat.SaySent:
				pending--
				fmt.Println("sent", ev.Body)
				if prefix != "" {
					// What does not fit, because all that others left waits,
					// too, is said with the next.
					if _, err := conn.Say("#lobby", fmt.Sprint(prefix, n), ""); err == nil {
						n++
					}
				}
			case chat.SayFailed:
				fmt.Println("error", ev.Body, ev.Err)
			}
		case *chat.Joined:
			fmt.Println("joined")
			if prefix == "" && pending == 0 {
				_ = conn.Send(&chat.Bye{})
			}
		}
		if _, sent := ev.(*chat.SayState); sent && prefix == "" && pending == 0 {
			_ = conn.Send(&chat.Bye{})
		}
	}
	fmt.Println("ended", <-ended, c.Close())
}

// A child is a talker in a process of its own.
type child struct {
	*exec.Cmd
	lines *bufio.Scanner
}

func spawn(t *testing.T, what ...string) *child {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childOf+"="+strings.Join(what, ","))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &child{cmd, bufio.NewScanner(out)}
}

// hear reads what the child tells, up to the n-th line about what was kept or
// sent, or to its end, and returns what it said was kept.
func (c *child) hear(t *testing.T, n int) (kept []string) {
	t.Helper()
	for n != 0 && c.lines.Scan() {
		word, body, _ := strings.Cut(c.lines.Text(), " ")
		switch word {
		case "error":
			t.Errorf("a client said: %s", c.lines.Text())
		case "kept":
			kept = append(kept, body)
			n--
		case "sent":
			n--
		}
	}
	return kept
}

// rest kills the child and reads what it told until then.
func (c *child) rest(t *testing.T) []string {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Error(err)
	}
	kept := c.hear(t, -1)
	_ = c.Wait()
	return kept
}

// TestWhatWasSaidOutlivesKills: clients are killed at any moment, two of one
// person at a time; whatever they told to be kept reaches the server, once, and
// what each of them said in the order it was said.
func TestWhatWasSaidOutlivesKills(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the test needs a Unix socket")
	}
	dir, err := os.MkdirTemp("", "local") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket, path := filepath.Join(dir, "door"), filepath.Join(dir, "ada.db")
	serve(t, transport.Address{Scheme: transport.Unix, Path: socket}, nil)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	kept := map[string][]string{}
	rounds := 5
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		a, b := fmt.Sprintf("%da", round), fmt.Sprintf("%db", round)
		one, two := spawn(t, path, socket, a+"-"), spawn(t, path, socket, b+"-")
		early := map[string][]string{}
		early[a] = one.hear(t, 1+random.IntN(60))
		early[b] = two.hear(t, 1+random.IntN(60))
		kept[a] = append(early[a], one.rest(t)...)
		kept[b] = append(early[b], two.rest(t)...)
	}
	last := spawn(t, path, socket, "") // sends what they left
	last.hear(t, -1)
	if err := last.Wait(); err != nil {
		t.Error(err)
	}
	wantAllStored(t, socket, kept)
	if left := cids(t, open(t, path)); len(left) != 0 {
		t.Errorf("still in the outbox: %q", left)
	}
}

// wantAllStored compares what was kept, by who said it, with what the server
// has.
func wantAllStored(t *testing.T, socket string, kept map[string][]string) {
	t.Helper()
	at := transport.Address{Scheme: transport.Unix, Path: socket}
	bob := start(t, "bob", pathFor(t), func(ctx context.Context) (net.Conn, error) {
		return transport.Dial(ctx, at, transport.DialOptions{})
	}, "#lobby")
	stored := map[string][]string{}
	for after := uint64(0); ; {
		limit := int64(chat.MaxPage)
		ev, err := bob.Ask(t.Context(), &chat.History{Room: "#lobby", After: &after, Limit: &limit})
		if err != nil {
			t.Fatal(err)
		}
		page := ev.(*chat.HistoryPage)
		for _, e := range page.Messages {
			who, _, _ := strings.Cut(e.Body, "-")
			stored[who] = append(stored[who], e.Body)
		}
		if after = page.Last; !page.More || len(page.Messages) == 0 {
			break
		}
	}
	total := 0
	for who, want := range kept {
		got := stored[who]
		total += len(got)
		var mine []string // what it said, adopted by others, is told by them as kept, too
		for _, body := range want {
			if strings.HasPrefix(body, who+"-") {
				mine = append(mine, body)
			}
		}
		if len(got) < len(mine) || !slices.Equal(got[:len(mine)], mine) {
			t.Errorf("%s said %q, the server has %q", who, mine, got)
		}
		for i, body := range got { // also of what was said and not yet told as kept, nothing is doubled
			if body != fmt.Sprintf("%s-%d", who, i) {
				t.Fatalf("%s: the server has %q", who, got)
			}
		}
	}
	t.Logf("%d messages", total)
}
