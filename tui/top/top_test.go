package top

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func begin() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// stats are figures of a moment after the beginning.
func stats(after time.Duration) *chat.Stats {
	n := uint64(after / time.Second)
	return &chat.Stats{
		Since: begin(), Time: begin().Add(after), TLS: 14, Local: 2, Accounts: 1, Guests: 3, Rooms: 1, Kept: 1000 + 50*n, Deliveries: 2_500_000,
		Refusals: []chat.CodeCount{{Code: chat.CodeRateLimited, Count: 12}},
		Usage:    chat.Usage{CPUMS: 120 * int64(n), Memory: 45 << 20, Disk: 3 << 30, Free: 20 << 30, Commits: 10, Entries: 45, CommitMS: 4},
		Busy:     []chat.RoomStats{{Room: "#lobby", Kind: chat.RoomChat, Count: 12, Seq: 900, Rate: 31}, {Room: "#jobs", Kind: chat.RoomFIFO, Seq: 9, Waiting: 4}},
		Here: []chat.SessionStats{
			{Nick: "slow\x1b[31m", Over: "tls", From: "192.0.2.7", Since: begin(), Waiting: 70 << 10, Behind: true},
			{Nick: "ada", Account: "a", Over: "local", Since: begin()},
			{Nick: "ci", Account: "b", Bot: true, Over: "local", Since: begin()},
		},
	}
}

func TestTheFiguresFollowTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lost atomic.Pointer[error]
		started := time.Now()
		ask := func(context.Context) (*chat.Stats, error) {
			if err := lost.Load(); err != nil {
				return nil, *err
			}
			return stats(time.Hour + time.Since(started)), nil
		}
		x := tuitest.Start(t, &model{o: Options{Ask: ask, Every: 2 * time.Second, Where: "tea.example.org"}, ctx: t.Context()}, tuitest.Options{})
		x.Shows("1h00m", "1 account · 3 guests", "14 encrypted", "2.5 M deliveries", "45 MiB memory", "3.0 GiB used · 20 GiB free",
			"4.5 entries and 0.40 ms each", "rate_limited 12", "#lobby", "#jobs", "fifo", "slow", "192.0.2.7", "70 KiB+", "ci", "bot", "tea.example.org")
		x.Pass(2100 * time.Millisecond)
		x.Shows("(50/s)", "12 % of a core")
		out := errors.New("the cable is out")
		lost.Store(&out)
		x.Pass(2 * time.Second)
		x.Shows("trying on: the cable is out", "#lobby")
		lost.Store(nil)
		x.Pass(2 * time.Second)
		x.Press("space")
		x.Shows("held; Space goes on")
		x.Press("q")
		if ended, err := x.Ended(); !ended || err != nil {
			t.Errorf("ended %v, %v", ended, err)
		}
	})
}

// Every size has its rows, none of them too long.
func TestEverySizeIsFilled(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {20, 5}, {40, 12}, {80, 24}, {200, 60}} {
		rows := Lines(stats(0), stats(time.Minute), size[0], size[1], 0)
		if len(rows) > size[1] {
			t.Errorf("%d rows in %v", len(rows), size)
		}
		screen := tuitest.Draw(strings.Join(rows, "\n"), tuitest.Options{Width: size[0] + 10, Height: size[1] + 1})
		for y := range rows {
			if got := screen.Line(y); len([]rune(got)) > size[0] {
				t.Errorf("%v: row %d is %q", size, y, got)
			}
		}
	}
}
