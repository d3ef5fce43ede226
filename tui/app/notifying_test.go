package app_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// calls returns how often the reader was called with a text.
func (s *stage) calls(text string) int {
	n := 0
	for _, seq := range tuitest.Foreign(s.Raw()) {
		if strings.Contains(seq, text) {
			n++
		}
	}
	return n
}

// with returns the settings with some of them changed: key, text and so on.
func with(t *testing.T, changes ...string) setting.Values {
	t.Helper()
	v := setting.Defaults()
	for i := 0; i < len(changes); i += 2 {
		if err := v.Set(changes[i], changes[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func TestWhoLooksElsewhereIsCalled(t *testing.T) {
	for name, tt := range map[string]struct {
		set  []string
		room string
		say  string
		look bool
		want int
	}{
		"for a mention":           {nil, "#lobby", "@ada look", false, 1},
		"in private":              {nil, "@bob", "psst", false, 1},
		"not for just anything":   {nil, "#lobby", "hello all", false, 0},
		"not who looks":           {nil, "#lobby", "@ada look", true, 0},
		"for everything, if set":  {[]string{"notify_for", "all"}, "#lobby", "hello look", false, 1},
		"by room":                 {[]string{"rooms.#lobby", "all"}, "#lobby", "hello look", false, 1},
		"not from a muted room":   {[]string{"muted", "#lobby"}, "#lobby", "@ada look", false, 0},
		"not when not disturbed":  {[]string{"dnd", "on"}, "#lobby", "@ada look", false, 0},
		"not in the quiet hours":  {[]string{"quiet", "11:00-13:00"}, "#lobby", "@ada look", false, 0},
		"after the quiet hours":   {[]string{"quiet", "22:00-07:00"}, "#lobby", "@ada look", false, 1},
		"for a word of their own": {[]string{"highlight", "deploy"}, "#lobby", "the deploy fails", false, 1},
		"not when it is off":      {[]string{"notify", "off"}, "#lobby", "@ada look", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{}, app.Options{Settings: with(t, append([]string{"notify", "osc777"}, tt.set...)...)}, func(s *stage) {
				s.called = true
				s.online("bob")
				s.Focus(tt.look)
				s.says(tt.room, "bob", tt.say)
				if got := s.calls("\\x1b]777;notify;bob"); got != tt.want {
					t.Errorf("called %d times, want %d: %q", got, tt.want, tuitest.Foreign(s.Raw()))
				}
			})
		})
	}
}

func TestCallsAreGathered(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Settings: with(t, "notify", "osc9")}, func(s *stage) {
		s.called = true
		s.online("bob")
		s.Focus(false)
		s.says("#lobby", "bob", "@ada one", "@ada two", "@ada three")
		s.Pass(notify.Apart)
		s.says("#lobby", "bob", "@ada four")
		if n := s.calls("]9;"); n != 2 {
			t.Errorf("called %d times: %q", n, tuitest.Foreign(s.Raw()))
		}
		if s.calls("3 new in #lobby, 3 mentions") != 1 {
			t.Errorf("called with %q", tuitest.Foreign(s.Raw()))
		}
	})
}

func TestACallCarriesNothingForeign(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Settings: with(t, "notify", "osc9")}, func(s *stage) {
		s.called = true
		s.online("bob")
		s.Focus(false)
		s.says("@bob", "bob", "\x1b]52;c;cm0gLXJm\x07\x1b[2J@ada\x9b5n")
		if n := s.calls("x1b]52;"); n != 0 {
			t.Errorf("written: %q", tuitest.Foreign(s.Raw()))
		}
	})
}

// keeper keeps settings as the file does.
type keeper struct {
	mu   sync.Mutex
	keys []string
	v    setting.Values
	err  error
}

func (k *keeper) save(key string, v setting.Values) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys, k.v = append(k.keys, key), v
	return k.err
}

func TestSettingsHoldAtOnceAndAreKept(t *testing.T) {
	var k keeper
	play(t, tuitest.Options{}, app.Options{Save: k.save}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.says("#lobby", "bob", "hello")
		s.Type("/set time_format seconds\n")
		s.Shows("12:00:01", "time_format = seconds")
		s.Type("/set time_format\n")
		s.Shows("How times are written", "seconds, none.")
		s.Type("/pin #go\n")
		s.Shows("pinned", "1 #go")
		s.Type("/set time_fromat 12h\n")
		s.Shows(`There is no setting "time_fromat"`, "> /set time_fromat 12h")
		s.Press("ctrl+c")
		s.Type("/set density huge\n")
		s.Shows("density cannot be")
		s.Press("ctrl+c")
		if got := strings.Join(k.keys, " "); got != "time_format pinned" || k.v.TimeFormat != "seconds" || len(k.v.Pinned) != 1 {
			t.Errorf("kept %s: %+v", got, k.v)
		}
		k.err = errors.New("the disk is full")
		s.Resize(120, 30)
		s.Type("/set vim on\n")
		s.Shows("vim holds until you leave; it could not be kept: The disk is full")
	})
}

func TestKeysAreRebound(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Settings: with(t, "keys.rooms.next", "ctrl+t")}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.Press("ctrl+n")
		s.isIn("#lobby")
		s.Press("ctrl+t")
		s.isIn("#go")
		s.Type("/set keys.rooms.next ctrl+p\n")
		s.Shows("ctrl+p")
		s.isIn("#go")
	})
}

func TestADayIsFound(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.seq["#lobby"] = 1000
		s.online("bob")
		at := func(seq uint64) time.Time { return begin().AddDate(0, 0, -100).Add(time.Duration(seq) * time.Hour) }
		entry := func(seq uint64) chat.Entry {
			return chat.Entry{Kind: chat.EntryMessage, Room: "#lobby", RID: "rid-#lobby", Seq: seq, From: "cleo", Body: "at " + at(seq).Format("2 Jan 15:04"), At: at(seq)}
		}
		s.Type("/date 2026-01-01\n")
		for range 30 {
			h, _ := last[*chat.History](s.conn)
			p := &chat.HistoryPage{Answer: chat.Answer{Re: h.ID}, Room: "#lobby", RID: "rid-#lobby", AsOf: 1000, More: true}
			from, to := uint64(0), uint64(0)
			switch {
			case h.After != nil:
				from, to = *h.After+1, min(*h.After+uint64(*h.Limit), 1000)
			case h.Around != nil:
				from, to = *h.Around-20, *h.Around+20
			default:
				t.Fatalf("asked for %+v", h)
			}
			for seq := from; seq <= to; seq++ {
				p.Messages = append(p.Messages, entry(seq))
			}
			p.First, p.Last = from, to
			s.hear(p)
			if h.Around != nil {
				break
			}
		}
		s.Shows("┃at 1 Jan 00:00")
		s.Type("x")
		s.Press("esc")
		s.Type("/date the day of days\n")
		s.Shows("That is no day")
	})
}

func TestKeysOfVi(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Settings: with(t, "vim", "on")}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "one", "two", "three")
		s.Press("esc", "k", "k")
		s.Shows("┃one")
		s.Press("G")
		s.Shows("┃three")
		s.Press("i")
		s.Type("typed")
		s.Shows("> typed")
		s.Press("esc")
		s.Shows("> typed")
		s.Lacks("┃")
	})
}

func TestHintsGoOnceTheyWereTried(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Newcomer: true}, func(s *stage) {
		s.online("bob")
		s.Shows("Enter sends · Tab selects a message · Ctrl+K goes anywhere")
		s.mine("hello")
		s.Lacks("Enter sends")
		s.Press("tab", "esc")
		s.Lacks("Tab selects")
		s.Shows("Ctrl+K goes anywhere")
		s.Press("ctrl+k", "esc")
		s.Lacks("Ctrl+K")
	})
}

func TestChoosingHowToBeCalledTriesIt(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.called = true
		s.online("bob")
		s.Type("/set notify osc777\n")
		if s.calls("x1b]777;notify;chat-tui;This is how you are called.") != 1 {
			t.Errorf("written: %q", tuitest.Foreign(s.Raw()))
		}
		s.Type("/set notify off\n")
		s.Shows("Calls are off")
	})
}
