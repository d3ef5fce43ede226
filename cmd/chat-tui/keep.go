package main

import (
	"log/slog"

	"github.com/chat-tui/chat-tui/net/client/local"
	"github.com/chat-tui/chat-tui/tui"
)

// keep lets the client keep on this machine what is said, written and told:
// for each server and nick a file. Where that cannot be, the client goes on
// without, and the person is told. The returned function ends the keeping.
func (t *talker) keep(o *tui.Options, tell func(string), log *slog.Logger) (end func()) {
	nothing := func() {}
	path := userFolders().localCopy(t.where, t.options.Nick)
	kept, err := local.Open(path, local.Options{Logger: log})
	if err != nil {
		tell("what you write is not kept on this machine: " + err.Error())
		return nothing
	}
	if notice := kept.Opened().Notice; notice != "" {
		tell(notice)
	}
	drafts, err := kept.Drafts().Load()
	if err != nil {
		log.Warn("drafts cannot be read", "cause", err)
	}
	o.Drafts, o.InitialDrafts = kept.Drafts(), drafts
	if o.Known, err = kept.People().Load(); err != nil {
		log.Warn("whom you know cannot be read", "cause", err)
	}
	o.Remember = kept.People().Save
	t.options.Outbox, t.options.History = kept.Outbox(), kept.History()
	return func() {
		if err := kept.Close(); err != nil {
			log.Warn("not everything is kept on this machine", "cause", err)
		}
	}
}
