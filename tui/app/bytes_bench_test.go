package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
)

// counter counts what is written to a terminal.
type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n += len(p)
	return len(p), nil
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// A message costs so many bytes on the line to the terminal: with a frame for
// each, with what others send gathered, and without the list of people. Beside
// it a program that prints the message alone.
func BenchmarkBytesPerMessage(b *testing.B) {
	const messages = 60
	for _, tt := range []struct {
		name   string
		width  int
		gather time.Duration
	}{{"with lists", 80, 0}, {"without lists", 50, 0}, {"gathered over ssh", 80, 200 * time.Millisecond}} {
		b.Run(tt.name, func(b *testing.B) {
			var out counter
			conn := newConn()
			m := app.New(app.Options{Conn: conn, Nick: "ada", Gather: tt.gather})
			p := tea.NewProgram(m, tea.WithInput(blocked{}), tea.WithOutput(&out), tea.WithWindowSize(tt.width, 24),
				tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithColorProfile(colorprofile.TrueColor),
				tea.WithoutSignalHandler(), tea.WithFPS(120))
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_, _ = p.Run()
			}()
			joined := &chat.Joined{Room: "#lobby", RID: "rid", Count: 50}
			for i := range 50 {
				joined.Members = append(joined.Members, chat.Member{Nick: fmt.Sprintf("person%02d", i), State: chat.StateOnline})
			}
			conn.events <- &chat.StateChanged{State: chat.LinkOnline}
			conn.events <- &chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada"}, First: true}
			conn.events <- joined
			seq, said := 0, 0
			say := func(n int) {
				for range n {
					seq++
					body := fmt.Sprintf("message %d with some words in it, as people write them", seq)
					said += len(body)
					conn.events <- &chat.Entry{Kind: chat.EntryMessage, Room: "#lobby", RID: "rid", Seq: uint64(seq), From: fmt.Sprintf("person%02d", seq*7%50), At: time.Unix(int64(seq), 0), Body: body}
					time.Sleep(25 * time.Millisecond) // of the terminal's clock, not of a test
				}
			}
			say(40)
			var written, bodies int
			for b.Loop() {
				before := out.count()
				said = 0
				say(messages)
				time.Sleep(tt.gather)
				written, bodies = out.count()-before, said
			}
			b.ReportMetric(float64(written)/messages, "bytes/message")
			b.ReportMetric(float64(bodies+messages*len("12:00 person00 \r\n"))/messages, "printed/message")
			p.Kill()
			<-ended
			m.Close()
		})
	}
}

// blocked is a keyboard that nobody touches.
type blocked struct{}

func (blocked) Read([]byte) (int, error) { select {} }
