package server

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store"
)

// A connection that begins with a ticket carries the bytes of one file, and ends. Its
// session is nobody's: it is in no room, and nobody hears of it.

// transferPause is for how long a transfer may make no progress.
const transferPause = 30 * time.Second

// put takes the bytes of a file, and announces it when all of them are there.
func (s *session) put(ctx context.Context, cmd *chat.PutBytes) error {
	k, done, err := s.srv.tickets.redeem(cmd.Ticket, true, s.srv.opts.Limits.Transfers)
	if err != nil {
		return &partingError{err}
	}
	defer done()
	s.srv.gate.carries(s)
	p := k.put
	part, err := s.srv.opts.Files.Resume(p.entry.File.ID, p.bytes, p.entry.File.Size)
	if err != nil {
		return &partingError{refusedPart(err)}
	}
	defer part.Close()
	s.reply(&chat.FileReady{Answer: chat.Answer{Re: cmd.ID}, Offset: part.Offset()})
	s.out.flush()
	if _, err := part.ReadFrom(&rawInput{s, s.in.Beyond()}); err != nil {
		return &partingError{refusedPart(err)}
	}
	if err := part.Commit(); err != nil {
		return &partingError{refusedPart(err)}
	}
	s.srv.tickets.arrived(offerKey{k.who.id, p.rid, p.entry.File.ID})
	if err := s.announce(ctx, cmd, k); err != nil {
		return &partingError{err}
	}
	return errBye
}

// refusedPart returns what a peer hears of a part that could not be taken.
func refusedPart(err error) error {
	switch {
	case errors.Is(err, files.ErrBusy):
		e := chat.Errorf(chat.CodeServerBusy, "This file is on its way already, on another connection.")
		e.Retry = time.Second
		return e
	case errors.Is(err, files.ErrFull):
		e := chat.Errorf(chat.CodeStorageFull, "The server has no room for files now; what has come is kept.")
		e.Retry = time.Minute
		return e
	case errors.Is(err, files.ErrHash):
		return chat.Errorf(chat.CodeFileHash, "What came is not what was offered; it is dropped. Offer it again.")
	}
	return err
}

// announce lets a room know of a file that is there. The session speaks for the
// person meanwhile.
func (s *session) announce(ctx context.Context, cmd *chat.PutBytes, k *ticket) error {
	p := k.put
	kept, err := s.srv.opts.Store.Room(ctx, p.rid)
	if errors.Is(err, store.ErrNone) {
		return noSuchRoom(p.entry.Room)
	}
	if err != nil {
		return err
	}
	if k.issuer.why() != nil && s.srv.people.present(k.who.id) == nil {
		return chat.Errorf(chat.CodeForbidden, "You are gone; come back and offer the file again.")
	}
	if cmd.ID == "" {
		cmd.ID = "file" // so that it is answered
	}
	s.who, s.key = k.who, k.issuer.key
	defer func() { s.who = nil }()
	s.pend(s.live(kept), &post{session: s, cmd: cmd, cid: p.cid, member: k.who.account == "", entry: p.entry, sum: p.sum})
	s.flushPosts()
	s.out.awaitRooms()
	s.out.flush()
	return nil
}

// A rawInput reads the bytes that follow a line.
type rawInput struct {
	s      *session
	before []byte // read with the line
}

// Read reads what there is, and waits for it as long as a transfer may pause.
func (r *rawInput) Read(p []byte) (int, error) {
	if len(r.before) > 0 {
		n := copy(p, r.before)
		r.before = r.before[n:]
		return n, nil
	}
	r.s.setReadDeadline(time.Now().Add(transferPause))
	n, err := r.s.conn.Read(p)
	if why := r.s.why(); n == 0 && why != nil {
		return 0, why
	}
	if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, chat.Errorf(chat.CodeIdleTimeout, "No bytes came for %s.", transferPause)
	}
	return n, err
}

// takeBytes sends the bytes of a file.
func (s *session) takeBytes(cmd *chat.TakeBytes) error {
	k, done, err := s.srv.tickets.redeem(cmd.Ticket, false, s.srv.opts.Limits.Transfers)
	if err != nil {
		return &partingError{err}
	}
	defer done()
	s.srv.gate.carries(s)
	sum, _ := files.ParseSum(k.take.file.SHA256)
	f, err := s.srv.opts.Files.Open(sum)
	if err != nil {
		return &partingError{fileGone()}
	}
	defer f.Close()
	size, at := k.take.file.Size, k.take.offset
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return &partingError{err}
	}
	s.out.answer(wire.Append(nil, &chat.FileData{Answer: chat.Answer{Re: cmd.ID}, Size: size, Offset: at}))
	s.out.drain()
	s.raw = true
	const slice = 1 << 20 // between two looks at the clock
	stream := s.out.stream()
	for at < size {
		if s.why() != nil {
			return errBye
		}
		_ = s.conn.SetWriteDeadline(time.Now().Add(transferPause))
		n, err := io.CopyN(stream, f, min(slice, size-at))
		if at += n; err != nil {
			return &partingError{err}
		}
	}
	return errBye
}

// A partingError ends a connection that carries a file, after its peer was told why.
type partingError struct{ cause error }

func (e *partingError) Error() string { return e.cause.Error() }
func (e *partingError) Unwrap() error { return e.cause }

// sweepEvery is how often the server looks for files that no message speaks of any
// more; after a deletion it looks soon.
const (
	sweepEvery = time.Hour
	sweepSoon  = time.Second
	partDays   = 7 // for which a part waits for the rest
)

// sweepFiles removes files that nobody can ask for, until ctx ends.
func (srv *Server) sweepFiles(ctx context.Context) {
	for ctx.Err() == nil {
		freed, err := srv.opts.Files.Sweep(func(sum files.Sum) (bool, error) {
			return srv.opts.Store.Wanted(ctx, sum.String())
		}, time.Now().Add(-partDays*24*time.Hour))
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			srv.log.Warn("old files stay for now", "cause", err)
		case freed > 0:
			srv.log.Info("files were let go", "bytes", freed)
		}
		wait(ctx, srv.unwanted, sweepEvery)
		wait(ctx, nil, sweepSoon) // others may go with it
	}
}

// unwant lets the files be looked through soon.
func (srv *Server) unwant() {
	select {
	case srv.unwanted <- struct{}{}:
	default: // it was asked for already
	}
}
