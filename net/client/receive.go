package client

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// hear takes what was read at once.
func (o *owner) hear(in inbound) {
	o.pulse.hear(time.Now(), o.link.heard.Load())
	for _, ev := range in.events {
		if o.link == nil || o.over {
			return // the frame before ended the link; what follows a bye is not read
		}
		if o.state == chat.LinkOnline {
			o.serve(ev)
		} else {
			o.greet(ev)
		}
	}
	if in.err == nil || o.link == nil || o.over {
		return
	}
	if o.notice != nil {
		in.err = o.notice
	}
	o.lose(in.err, 0)
}

// serve handles one frame after the welcome.
func (o *owner) serve(ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.Entry:
		o.entry(ev)
	case *chat.Gap:
		o.gap(ev)
	case *chat.Ping:
		o.write(&chat.Pong{Re: ev.ID, N: ev.N})
	case *chat.Pong:
		o.pulse.open = false
	case *chat.Bye:
		o.farewell(ev)
	case *chat.Welcome, *chat.Challenge:
		o.violated("a second greeting")
	case *chat.Failure:
		o.failure(ev)
	case *chat.Renamed:
		o.renamed(ev)
	case *chat.Blocks:
		if ev.Re == "" { // another session has blocked someone
			o.dropCopies(func(*roomLog) bool { return true })
		}
		o.other(ev)
	case *chat.MemberLeft:
		if ev.Left && ev.Nick == o.me.nick {
			o.rooms.forget(ev.Room)
			o.logs.forget(ev.Room)
		}
		o.emit(ev)
	default:
		o.other(ev)
	}
}

// other handles the frames that may answer a request.
func (o *owner) other(ev chat.Event) {
	re := answerOf(ev)
	if re == nil {
		o.emit(ev)
		return
	}
	r := o.asked.take(re.Re)
	if r == nil {
		return // an answer told twice, or to nobody
	}
	re.Re = r.id
	o.answered(r, ev)
}

// failure handles an error: of a request, or of the link.
func (o *owner) failure(f *chat.Failure) {
	if r := o.asked.take(f.Re); r != nil {
		f.Re = r.id
		o.answered(r, f)
	} else if f.Re == "" && !f.Code.Ends() {
		o.emit(f)
	}
	if f.Code.Ends() && o.link != nil {
		o.notice = f.Err()
		o.ended(f.Err())
	}
}

// answered brings an answer to where it belongs.
func (o *owner) answered(r *request, ev chat.Event) {
	if f, ok := ev.(*chat.Failure); ok && transient(f.Code) && (r.room != nil || r.log != nil) {
		o.again(r, f) // ours to see through
		return
	}
	switch {
	case r.say != nil:
		o.answeredSaying(r.say, ev)
	case r.log != nil:
		o.answeredFill(r, ev)
	case r.room != nil:
		o.answeredJoin(r, ev)
	default:
		o.answeredOther(r, ev)
	}
}

// answeredOther handles the answers to what we need not keep book of.
func (o *owner) answeredOther(r *request, ev chat.Event) {
	_, refused := ev.(*chat.Failure)
	switch cmd := r.cmd.(type) {
	case *chat.History:
		o.keepPage(ev)
	case *chat.Leave:
		if f, ok := ev.(*chat.Failure); !ok || f.Code == chat.CodeNotMember {
			o.rooms.forget(cmd.Room)
			o.logs.forget(cmd.Room)
		}
	case *chat.Rename:
		if !refused {
			o.me.nick = cmd.Nick
		}
	case *chat.Block:
		if !refused {
			o.dropCopies(func(*roomLog) bool { return true })
		}
	}
	o.give(r, ev)
}

// give hands an answer to the one who asked: to Ask, or as an event.
func (o *owner) give(r *request, ev chat.Event) {
	f, refused := ev.(*chat.Failure)
	switch {
	case r.reply != nil && refused:
		o.settle(r, answer{err: f.Err()})
		return
	case r.reply != nil:
		o.settle(r, answer{event: ev})
		return
	}
	o.forgetRequest(r)
	if _, ok := ev.(*chat.OK); !ok || r.id != "" {
		o.emit(ev)
	}
}

// settle ends a request with what its Ask returns.
func (o *owner) settle(r *request, a answer) {
	o.forgetRequest(r)
	if r.reply != nil {
		r.reply <- a // has room: there is one answer to a request
		r.reply = nil
	}
}

// forgetRequest makes room for another request.
func (o *owner) forgetRequest(r *request) {
	if r.counted {
		r.counted = false
		o.conn.commands.Add(-1)
	}
}

// renamed follows people to their new nicks.
func (o *owner) renamed(ev *chat.Renamed) {
	if ev.Old == o.me.nick {
		o.me.nick = ev.Nick
	}
	o.logs.rename("@"+ev.Old, "@"+ev.Nick)
	o.emit(ev)
}

// transient reports whether a refusal says only: not now.
func transient(code chat.Code) bool {
	return code == chat.CodeRateLimited || code == chat.CodeServerBusy || code == chat.CodeStorageFull
}

// answerOf returns the part of an event that names the request it answers, or
// nil for one that never does.
func answerOf(ev chat.Event) *chat.Answer {
	if a, ok := ev.(interface{ Answering() *chat.Answer }); ok {
		return a.Answering()
	}
	return nil
}
