package server

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// fileID returns the id of a file that somebody offers. The same cid leads to the
// same id, also after a restart, so that a part can be gone on with.
func fileID(who, cid string) string {
	if cid == "" {
		return secret()
	}
	sum := sha256.Sum256([]byte("file\x00" + who + "\x00" + cid))
	return base32.StdEncoding.EncodeToString(sum[:15]) // as secret writes it
}

func fileGone() error {
	return chat.Errorf(chat.CodeFileGone, "There is no such file here, or not any more.").In("file")
}

// offer lets somebody send a file: what follows comes on a connection of its own.
func (s *session) offer(ctx context.Context, cmd *chat.OfferFile) error {
	sum, err := s.checkOffer(cmd)
	if err != nil {
		return err
	}
	kept, err := s.findFor(ctx, rights.SendFile, cmd.To, cmd.RID)
	if err != nil {
		return err
	}
	p := &putting{rid: kept.RID, cid: cmd.CID, bytes: sum, entry: chat.Entry{Kind: chat.EntryFile, Room: cmd.To, File: &chat.File{
		ID: fileID(s.who.id, cmd.CID), Name: cmd.Name, Size: cmd.Size, SHA256: cmd.SHA256, MIME: cmd.MIME,
	}}}
	p.sum = sumOf(&p.entry)
	if known, err := s.offeredBefore(ctx, cmd, p, kept); known || err != nil {
		return err
	}
	if err := s.maySend(ctx, kept); err != nil {
		return err
	}
	if err := s.hasQuota(ctx, cmd.Size); err != nil {
		return err
	}
	if !s.srv.tickets.offered(offerKey{s.who.id, kept.RID, p.entry.File.ID}, s.srv.opts.Limits.Offers) {
		e := chat.Errorf(chat.CodeRateLimited, "%d files that you offered here have not come yet; send those first.", s.srv.opts.Limits.Offers)
		e.Retry, e.Limit = time.Minute, s.srv.opts.Limits.Offers
		return e
	}
	at := min(s.srv.opts.Files.Waiting(p.entry.File.ID), cmd.Size)
	s.reply(&chat.OK{
		Answer: chat.Answer{Re: cmd.ID}, CID: cmd.CID, File: p.entry.File.ID, Offset: &at,
		Ticket: s.srv.tickets.issue(&ticket{issuer: s, who: s.who, put: p}),
	})
	return nil
}

// checkOffer reports what is wrong with an offer in itself.
func (s *session) checkOffer(cmd *chat.OfferFile) (sum files.Sum, err error) {
	if s.srv.opts.Files == nil {
		return sum, chat.Errorf(chat.CodeQuota, "This server keeps no files.")
	}
	if err := chat.CheckFileName(cmd.Name); err != nil {
		return sum, err
	}
	if err := chat.CheckText("mime", cmd.MIME, chat.MaxMIME); err != nil {
		return sum, err
	}
	if cmd.CID != "" {
		if err := chat.CheckCID(cmd.CID); err != nil {
			return sum, err
		}
	}
	sum, ok := files.ParseSum(cmd.SHA256)
	most := int64(s.srv.opts.Limits.FileSize)
	switch {
	case !ok:
		return sum, chat.Errorf(chat.CodeBadValue, "A SHA-256 is 64 digits of lower-case hex.").In("sha256")
	case cmd.Size < 0:
		return sum, chat.Errorf(chat.CodeBadValue, "A file has 0 bytes or more.").In("size")
	case most > 0 && cmd.Size > most:
		e := chat.Errorf(chat.CodeFileTooBig, "The file has %d bytes; at most %d are taken here.", cmd.Size, most).In("size")
		e.Limit = int(most)
		return sum, e
	}
	return sum, nil
}

// offeredBefore answers an offer whose file is there already, and reports whether it
// is.
func (s *session) offeredBefore(ctx context.Context, cmd *chat.OfferFile, p *putting, kept store.Room) (known bool, err error) {
	if cmd.CID == "" {
		return false, nil
	}
	first, err := s.srv.opts.Store.Receipt(ctx, s.who.id, cmd.CID)
	switch {
	case errors.Is(err, store.ErrNone):
		return false, nil
	case err != nil:
		return false, err
	case first.Sum != p.sum || first.RID != kept.RID:
		return false, cidReused()
	}
	s.reply(&chat.OK{
		Answer: chat.Answer{Re: cmd.ID}, CID: cmd.CID, File: p.entry.File.ID, Offset: &cmd.Size,
		Room: s.nameOf(kept), RID: kept.RID, Seq: first.Seq, At: first.At, Dup: true,
	})
	return true, nil
}

// maySend reports why the person may not send a file to a room, or nil. The room
// decides again when the file is there.
func (s *session) maySend(ctx context.Context, kept store.Room) error {
	c, err := s.caseIn(ctx, rights.SendFile, kept)
	if err != nil {
		return err
	}
	c.Muted, c.MutedFor = s.muted(kept.RID)
	c.Blocking = s.who.blocksIn(kept)
	return s.noted(rights.Decide(c))
}

// hasQuota reports why the person may not send so many bytes, or nil.
func (s *session) hasQuota(ctx context.Context, size int64) error {
	limits := &s.srv.opts.Limits
	if limits.FileQuota <= 0 && limits.FileTotal <= 0 {
		return nil
	}
	own, all, err := s.srv.opts.Store.FileBytes(ctx, s.who.id)
	switch {
	case err != nil:
		return err
	case limits.FileQuota > 0 && own+size > int64(limits.FileQuota):
		e := chat.Errorf(chat.CodeQuota, "Your files would have %d bytes; at most %d are kept for you. Delete some.", own+size, limits.FileQuota)
		e.Limit = limits.FileQuota
		return e
	case limits.FileTotal > 0 && all+size > int64(limits.FileTotal):
		return chat.Errorf(chat.CodeQuota, "The server has no room for this file among those of all.")
	}
	return nil
}

// readable returns a file that the person may read, and the room it was sent to. Who
// may not, hears what is heard of a file that is not there.
func (s *session) readable(ctx context.Context, id string) (f store.SentFile, kept store.Room, err error) {
	f, err = s.srv.opts.Store.File(ctx, id)
	if err == nil {
		kept, err = s.srv.opts.Store.Room(ctx, f.RID)
	}
	if errors.Is(err, store.ErrNone) {
		return f, kept, fileGone()
	}
	if err != nil {
		return f, kept, err
	}
	may, err := s.mayRead(ctx, kept)
	if err == nil && (!may || s.who.blocks(f.Author) || s.srv.opts.Files == nil) {
		err = fileGone()
	}
	return f, kept, err
}

// aboutFile answers with what a file is.
func (s *session) aboutFile(ctx context.Context, cmd *chat.AboutFile) error {
	f, kept, err := s.readable(ctx, cmd.File)
	if err != nil {
		return err
	}
	s.reply(&chat.FileInfo{
		Answer: chat.Answer{Re: cmd.ID}, File: f.ID, Name: f.Name, Size: f.Size, SHA256: f.SHA256, MIME: f.MIME,
		Room: s.nameOf(kept), RID: kept.RID, Seq: f.Seq,
	})
	return nil
}

// getFile gives somebody who may read a file a ticket for its bytes.
func (s *session) getFile(ctx context.Context, cmd *chat.GetFile) error {
	f, _, err := s.readable(ctx, cmd.File)
	if err != nil {
		return err
	}
	if cmd.Offset < 0 || cmd.Offset > f.Size {
		return chat.Errorf(chat.CodeBadValue, "The file has %d bytes; byte %d is none of them.", f.Size, cmd.Offset).In("offset")
	}
	s.reply(&chat.OK{
		Answer: chat.Answer{Re: cmd.ID}, File: f.ID,
		Ticket: s.srv.tickets.issue(&ticket{issuer: s, who: s.who, take: &taking{file: f, offset: cmd.Offset}}),
	})
	return nil
}
