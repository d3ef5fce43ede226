package selftest

import (
	"context"
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/proof"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// A report counts what was tried.
type report struct {
	kills, stops, clients int
	unsettled             error
}

// A BrokenError says that promises were broken, which Out was told one by one.
type BrokenError struct {
	Findings []proof.Finding
	// Unsettled says who lacked what in the end; nil if nobody did.
	Unsettled error
}

// Error counts them.
func (e *BrokenError) Error() string {
	if len(e.Findings) == 0 {
		return fmt.Sprintf("self-test: %v", e.Unsettled)
	}
	return fmt.Sprintf("self-test: %d promises were broken; the first: %v", len(e.Findings), e.Findings[0])
}

// Unwrap returns who lacked what.
func (e *BrokenError) Unwrap() error { return e.Unsettled }

// say tells people something.
func (s *stage) say(format string, args ...any) { _, _ = fmt.Fprintf(s.o.Out, format+"\n", args...) }

// sayPlan tells what is about to be tried.
func (s *stage) sayPlan() {
	s.say("Self-test: %d people talk in rooms and privately for %v, on a server of their own (seed %d).",
		s.o.Clients, s.o.Duration, s.o.Seed)
	f := s.o.Faults
	for _, fault := range []struct {
		on   bool
		what string
	}{
		{f.Kill, "The server is killed without a warning and started again."},
		{f.Stop, "The server is asked to end and started again."},
		{f.Network, "Links are cut at any byte, stall, go dead one way, are refused; lines are lost, doubled, swapped."},
		{f.Clients, "Clients end in the midst of talking and start anew."},
	} {
		if fault.on {
			s.say("- %s", fault.what)
		}
	}
}

// said counts the messages so far.
func (s *stage) said() (n int) {
	for _, t := range s.talkers {
		t.mu.Lock()
		n += t.said
		t.mu.Unlock()
	}
	return n
}

// judge compares what everyone saw with what the server has kept, and tells.
func (s *stage) judge(ctx context.Context) error {
	logs, err := s.o.Stored(ctx, s.data, s.book.RIDs())
	if err != nil {
		return fmt.Errorf("self-test: %w", err)
	}
	h := s.book.History(logs)
	found := proof.Check(h)
	s.sayFigures(h)
	if s.report.unsettled != nil {
		s.say("In the end: %v.", s.report.unsettled)
	}
	for _, f := range found {
		s.say("%v", f)
	}
	if len(found) > 0 || s.report.unsettled != nil {
		return &BrokenError{Findings: found, Unsettled: s.report.unsettled}
	}
	s.say("Nothing was lost.")
	return nil
}

// sayFigures tells what was tried.
func (s *stage) sayFigures(h proof.History) {
	links, faults, refused := 0, 0, 0
	for _, l := range s.links {
		f := l.Figures()
		links, faults, refused = links+f.Links, faults+f.Faults, refused+f.Refused
	}
	c := h.Counts()
	s.say("Tried in %.1f s: %d kills and %d orderly ends of the server, %d ends of clients, %d links of which %d failed, %d refused.",
		time.Since(s.began).Seconds(), s.report.kills, s.report.stops, s.report.clients, links, faults, refused)
	s.say("Of %d messages and changes said, %d were acknowledged; %d entries are stored, %d of them changes; %d were shown and %d looked up, %d holes told.",
		c.Said, c.Acked, c.Stored, c.Changes, c.Shown, c.Looked, c.Holes)
}

// readStored reads the database that a server has left.
func readStored(ctx context.Context, folder string, rids []string) (logs []proof.Log, err error) {
	st, err := sqlite.Open(ctx, folder, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if end := st.Close(); err == nil {
			err = end
		}
	}()
	return proof.Read(ctx, st, rids)
}
