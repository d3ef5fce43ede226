package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
)

// mostSkew is how far the clocks of two machines may be apart before times
// look wrong.
const mostSkew = time.Minute

// checkServer looks at the server the person talks to: is it there, is it the
// one that was met, is its clock right.
func checkServer(ctx context.Context, o *talkOptions, set map[string]bool) []finding {
	unmet := met(o, set)
	if unmet != nil {
		return reachStranger(ctx, o)
	}
	t, err := newTalker(o, set, func(string) {}, quiet())
	if err != nil {
		return []finding{{"server", broken, err.Error() + ".", "see the lines on settings and key"}}
	}
	defer t.close()
	t.joinOnly()
	asked := time.Now()
	welcome, err := look(ctx, t.options)
	if err != nil {
		return []finding{explainSilence(ctx, t.where, t.local != nil, err)}
	}
	list := []finding{{"server", fine, fmt.Sprintf("%s answers, as %s %s, and knows you as %s.", t.where, welcome.Server.Name, welcome.Server.Version, welcome.Nick), ""}}
	if t.local == nil {
		list = append(list, finding{"pin", fine, "Its key is the one that was met before.", ""})
	}
	return append(list, checkClock(welcome, asked, time.Now()))
}

// checkClock compares the clocks: the server's is read somewhere between asked
// and now.
func checkClock(w *chat.Welcome, asked, now time.Time) finding {
	at := w.Server.Time
	skew := time.Duration(0)
	switch {
	case at.IsZero():
		return finding{"clock", odd, "The server did not tell its time.", ""}
	case at.Before(asked):
		skew = asked.Sub(at)
	case at.After(now):
		skew = at.Sub(now)
	}
	if skew > mostSkew {
		return finding{
			"clock", odd, fmt.Sprintf("The clocks of this machine and the server are %v apart, so times look wrong.", skew.Round(time.Second)),
			"set this machine's clock (timedatectl set-ntp true), or tell the server's operator",
		}
	}
	return finding{"clock", fine, "This machine and the server agree on the time.", ""}
}

// reachStranger looks at a server without a word to it: no key is made for it
// and none of its is kept.
func reachStranger(ctx context.Context, o *talkOptions) []finding {
	where, local := o.server, o.server == ""
	if local {
		where = o.local
	}
	addr, err := transport.ParseAddress(where)
	if err != nil {
		return []finding{{"server", broken, err.Error() + ".", "name it as host:5555"}}
	}
	key, err := transport.FetchKey(ctx, addr, transport.DialOptions{})
	switch {
	case errors.Is(err, transport.ErrPlain):
		return []finding{{"server", fine, addr.String() + " is there; you have not met it yet.", "open chat-tui there once"}}
	case err != nil:
		return []finding{explainSilence(ctx, addr.String(), local, err)}
	case local:
		return []finding{{"server", fine, "A server runs on this machine at " + addr.String() + ".", ""}}
	}
	list := []finding{{"server", fine, addr.String() + " is there.", ""}}
	known, found, err := transport.OpenKnownHosts(userFolders().knownHosts()).Lookup(addr.PinName())
	now := transport.Fingerprint(key)
	switch {
	case err != nil:
		return append(list, finding{"pin", broken, err.Error() + ".", "mend that file"})
	case found && known != now:
		return append(list, changedPin((&transport.KeyChangedError{Host: addr.PinName(), Known: known, Presented: now})))
	case found:
		return append(list, finding{"pin", fine, "Its key is the one that was met before.", ""})
	}
	return append(list, finding{"pin", odd, "You have not met it yet; its key is " + now + ".", "compare that with what its operator says, then open chat-tui there"})
}

// changedPin tells of a key that is not the one that was met.
func changedPin(e *transport.KeyChangedError) finding {
	return finding{
		"pin", broken, fmt.Sprintf("The key of %s was %s and is now %s.", e.Host, e.Known, e.Presented),
		"ask its operator; only if the new one is right: " + e.Command(),
	}
}

// explainSilence tells why a server could not be looked at.
func explainSilence(ctx context.Context, where string, local bool, err error) finding {
	if changed, ok := errors.AsType[*transport.KeyChangedError](err); ok {
		return changedPin(changed)
	}
	switch {
	case ctx.Err() != nil:
		return finding{"server", broken, fmt.Sprintf("%s: %v.", where, context.Cause(ctx)), "see whether it runs and can be reached from here"}
	case local && transport.NobodyThere(err):
		return finding{"server", fine, "None runs on this machine now; chat-tui starts one when it is opened.", ""}
	}
	return finding{"server", broken, err.Error() + ".", "see whether it runs and the address is right"}
}
