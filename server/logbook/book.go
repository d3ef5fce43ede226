package logbook

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A Source is where the book reads; a store.Store is one.
type Source interface {
	Room(ctx context.Context, rid string) (store.Room, error)
	Named(ctx context.Context, after string, limit int) ([]store.Room, error)
	After(ctx context.Context, rid string, seq uint64, limit int) ([]chat.Entry, error)
}

// Options say what a book writes, and where. Dir and Source are needed.
type Options struct {
	Dir      string // made if it is not there
	Source   Source
	Location *time.Location // of the times written, and where a day begins; nil is UTC
	Days     int            // files older than so many days are removed; 0 keeps all
	Logger   *slog.Logger   // nil is silence
}

// A Book writes logs. Note may be called at once with everything; Run is
// called once.
type Book struct {
	opts Options
	wake chan struct{} // holds one

	mu    sync.Mutex
	fresh map[string]struct{} // rids of rooms with something new

	// What follows belongs to Run.
	logs  map[string]*log // by rid
	swept string          // the day on which old files were removed last
}

// pageSize is how many entries are read at a time.
const pageSize = 500

// again is when what could not be written is tried again.
const again = 30 * time.Second

// New returns a book that begins with Run.
func New(o Options) *Book {
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Book{opts: o, wake: make(chan struct{}, 1), fresh: make(map[string]struct{}), logs: make(map[string]*log)}
}

// Note says that a room has something new. It never waits.
func (b *Book) Note(rid string) {
	b.mu.Lock()
	b.fresh[rid] = struct{}{}
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default: // it will look
	}
}

// Run writes until ctx ends, and then what is left. Of rooms it has never
// written it begins with what is said from now on. It returns an error only if
// the folder cannot be used at all; later ones are logged, and tried again.
func (b *Book) Run(ctx context.Context) error {
	if err := b.begin(ctx); err != nil {
		return err
	}
	retry := time.NewTimer(again)
	defer retry.Stop()
	var ended error
	for ended == nil {
		select {
		case <-ctx.Done():
			ended = ctx.Err()
		case <-b.wake:
		case <-retry.C:
			retry.Reset(again)
		}
		b.write(context.WithoutCancel(ctx))
		b.sweep(time.Now())
	}
	for _, l := range b.logs {
		l.close()
	}
	return nil
}

// begin finds out where each room's log stands.
func (b *Book) begin(ctx context.Context) error {
	if err := makeFolder(b.opts.Dir); err != nil {
		return err
	}
	for after := ""; ; {
		rooms, err := b.opts.Source.Named(ctx, after, pageSize)
		if err != nil || len(rooms) == 0 {
			return err
		}
		for _, room := range rooms {
			after = room.Name
			l, err := openLog(b.opts.Dir, room.Name, room.Last)
			if err != nil {
				return err
			}
			b.logs[room.RID] = l
			b.Note(room.RID)
		}
	}
}

// write brings the logs of rooms with something new up to date. What fails
// stays to be done.
func (b *Book) write(ctx context.Context) {
	b.mu.Lock()
	todo := b.fresh
	b.fresh = make(map[string]struct{})
	b.mu.Unlock()
	for rid := range todo {
		err := b.follow(ctx, rid)
		if err == nil || errors.Is(err, store.ErrNone) {
			continue
		}
		b.opts.Logger.Warn("the log of a room waits", "cause", err)
		b.mu.Lock()
		b.fresh[rid] = struct{}{}
		b.mu.Unlock()
	}
}

// follow writes what is new in one room.
func (b *Book) follow(ctx context.Context, rid string) error {
	l := b.logs[rid]
	if l == nil {
		room, err := b.opts.Source.Room(ctx, rid)
		if err != nil || room.Name == "" {
			return err
		}
		if l, err = openLog(b.opts.Dir, room.Name, 0); err != nil {
			return err
		}
		b.logs[rid] = l
	}
	for {
		entries, err := b.opts.Source.After(ctx, rid, l.last, pageSize)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := l.add(entries, b.opts.Location); err != nil {
			return err
		}
	}
}
