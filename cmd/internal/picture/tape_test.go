package picture_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A tape says what somebody does in front of the screen, a line each; see
// assets/tapes/README.md.
type tape struct {
	columns, lines int
	light          bool
	title, nick    string
	speed          float64
	steps          []tapeStep
}

// A tapeStep is one line of a tape.
type tapeStep struct {
	line int
	does string
	what string
	time time.Duration // of wait
}

// readTape reads the tape in a file.
func readTape(t *testing.T, path string) *tape {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := &tape{columns: 100, lines: 30, title: "chat-tui", nick: "sam", speed: 1}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		does, what, _ := strings.Cut(line, " ")
		if err := p.add(tapeStep{line: n, does: does, what: what}); err != nil {
			t.Fatalf("%s, line %d: %v", path, n, err)
		}
	}
	return p
}

// add takes one line.
func (p *tape) add(s tapeStep) (err error) {
	switch s.does {
	case "size":
		_, err = fmt.Sscanf(s.what, "%d %d", &p.columns, &p.lines)
	case "light":
		p.light = true
	case "title":
		p.title = s.what
	case "nick":
		p.nick = s.what
	case "speed":
		p.speed, err = strconv.ParseFloat(s.what, 64)
	case "wait":
		s.time, err = time.ParseDuration(s.what)
		p.steps = append(p.steps, s)
	case "type", "press", "until", "click", "film", "cut", "poster", "still":
		p.steps = append(p.steps, s)
	default:
		return fmt.Errorf("there is no %q", s.does)
	}
	return err
}
