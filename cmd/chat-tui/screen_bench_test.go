//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// millis is a time as the figures give it.
func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkScreenStart times the program from exec to the room on the screen,
// with its server running, next to a bare program of Bubble Tea.
func BenchmarkScreenStart(b *testing.B) {
	data, home := filepath.Join(b.TempDir(), "data"), b.TempDir()
	at := "127.0.0.1:" + freePort()
	startServer(b, b.TempDir(), "serve", "--listen", at, "--data", data)
	first := newTerminal(b, home, "--server", at)
	first.shows("● ada")
	first.says("the newest message")
	first.shows("✓ the newest message")
	first.says("/quit")
	first.exits()
	var ours, reference []time.Duration
	for b.Loop() {
		begun := time.Now()
		x := newTerminal(b, home, "--server", at)
		x.shows("● ada", "the newest message")
		ours = append(ours, time.Since(begun))
		x.says("/quit")
		x.exits()
		begun = time.Now()
		x = startTerminal(b, home, "bare-screen")
		x.shows("ready when you are")
		reference = append(reference, time.Since(begun))
		x.types("q")
		x.exits()
	}
	slices.Sort(ours)
	slices.Sort(reference)
	b.ReportMetric(millis(ours[len(ours)/2]), "ms-shown")
	b.ReportMetric(millis(reference[len(reference)/2]), "ms-bare")
}

// BenchmarkScreenKeys times a key to its letter on the emulated screen in a
// room of 100,000 messages: when nothing happens, and while 1000 messages a
// second arrive.
func BenchmarkScreenKeys(b *testing.B) {
	const messages = 100_000
	at := "127.0.0.1:" + freePort()
	startServer(b, b.TempDir(), "serve", "--listen", at, "--data", "memory", "--limits", "off")
	begun := time.Now()
	x := newTerminal(b, b.TempDir(), "--server", at)
	x.shows("● ada")
	s := newSpeaker(b, at)
	s.say(messages, 0)
	x.shows(fmt.Sprintf("message %06d", messages))
	b.Logf("%d messages said and shown in %v", messages, time.Since(begun).Round(time.Millisecond))
	for _, rate := range []int{0, 1000} {
		b.Run(fmt.Sprintf("messages a second/%d", rate), func(b *testing.B) {
			stop := make(chan struct{})
			var talk sync.WaitGroup
			if rate > 0 {
				talk.Go(func() { s.until(stop, rate) })
			}
			var took []time.Duration
			for b.Loop() {
				took = append(took, echo(x, len(took)))
			}
			close(stop)
			talk.Wait()
			slices.Sort(took)
			b.ReportMetric(millis(took[len(took)/2]), "ms-p50")
			b.ReportMetric(millis(took[len(took)*9/10]), "ms-p90")
			b.ReportMetric(rss(x.process.Process.Pid), "MB-RSS")
		})
	}
}

// echo types a letter and returns how long it took to show. Every 40 letters
// the input is emptied.
func echo(x *terminal, n int) time.Duration {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
	i := n % len(letters)
	if i == 0 {
		x.types("\x15") // ctrl+u
		x.shows("> Write to")
	}
	begun := time.Now()
	x.types(letters[i : i+1])
	x.shows("> " + letters[:i+1])
	return time.Since(begun)
}

// rss returns the memory of a process, in MB; 0 where it cannot be known.
func rss(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kb, _ := strconv.ParseFloat(fields[0], 64)
	return kb / 1024
}

// A speaker says messages in the lobby, over a connection of plain lines.
type speaker struct {
	b    *testing.B
	conn net.Conn
	said int
}

func newSpeaker(b *testing.B, at string) *speaker {
	conn, err := net.Dial("tcp", at) //nolint:noctx // of this machine
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	s := &speaker{b: b, conn: conn}
	s.line(`{"type":"hello","nick":"bob"}`)
	s.line(`{"type":"join","room":"#lobby"}`)
	go func() { // what is heard is not looked at
		buf := make([]byte, 64<<10)
		for {
			if _, err := conn.Read(buf); err != nil {
				return
			}
		}
	}()
	return s
}

func (s *speaker) line(line string) {
	if _, err := s.conn.Write([]byte(line + "\n")); err != nil {
		s.b.Error(err)
	}
}

// say says n messages, with a pause between two.
func (s *speaker) say(n int, pause time.Duration) {
	for range n {
		s.said++
		s.line(fmt.Sprintf(`{"type":"msg","to":"#lobby","body":"message %06d with some words, as people write them"}`, s.said))
		if pause > 0 {
			time.Sleep(pause)
		}
	}
}

// until says so many messages a second until stop is closed.
func (s *speaker) until(stop <-chan struct{}, rate int) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			s.say(rate/100, 0)
		}
	}
}
