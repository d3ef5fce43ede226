package server_test

import (
	"cmp"
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/anishathalye/porcupine"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// A lineOp is something that one worker asks of a queue.
type lineOp struct {
	kind     string // push, take, done or release
	who      int
	priority int // of a push
	target   int // of a done or release
	cid      string
}

// A lineState is the queue as its rules have it: what waits and who has what.
type lineState struct {
	waits []lineItem
	held  []lineItem
}

type lineItem struct{ seq, priority, holder int }

// lineModel is what a queue is by one discipline. What was answered is the seq
// of the push or the item, 0 for a refusal.
func lineModel(kind string) porcupine.Model {
	before := map[string]func(a, b lineItem) int{
		chat.RoomFIFO:     func(a, b lineItem) int { return a.seq - b.seq },
		chat.RoomLIFO:     func(a, b lineItem) int { return b.seq - a.seq },
		chat.RoomPriority: func(a, b lineItem) int { return cmp.Or(b.priority-a.priority, a.seq-b.seq) },
	}[kind]
	return porcupine.Model{
		Init: func() any { return lineState{} },
		Step: func(state, input, output any) (bool, any) {
			s, op, got := state.(lineState), input.(lineOp), output.(int)
			next := lineState{waits: slices.Clone(s.waits), held: slices.Clone(s.held)}
			add := func(item lineItem) {
				next.waits = append(next.waits, item)
				slices.SortFunc(next.waits, before)
			}
			at := slices.IndexFunc(s.held, func(x lineItem) bool { return x.seq == op.target && x.holder == op.who })
			switch {
			case op.kind == "push":
				add(lineItem{seq: got, priority: op.priority})
			case op.kind == "take" && (got == 0 || len(s.waits) == 0):
				return got == 0 && len(s.waits) == 0, s
			case op.kind == "take":
				item := s.waits[0]
				next.waits = next.waits[1:]
				next.held = append(next.held, lineItem{item.seq, item.priority, op.who})
				return item.seq == got, next
			case got == 0 || at < 0:
				return got == 0 && at < 0, s
			default:
				item := s.held[at]
				if next.held = slices.Delete(next.held, at, at+1); op.kind == "release" {
					add(lineItem{seq: item.seq, priority: item.priority})
				}
			}
			return true, next
		},
		Equal: func(a, b any) bool {
			x, y := a.(lineState), b.(lineState)
			byNumber := func(a, b lineItem) int { return a.seq - b.seq }
			xs, ys := slices.Clone(x.held), slices.Clone(y.held)
			slices.SortFunc(xs, byNumber)
			slices.SortFunc(ys, byNumber)
			return slices.Equal(x.waits, y.waits) && slices.Equal(xs, ys)
		},
	}
}

// A shift is some workers at one queue, what they asked, and when.
type shift struct {
	t       *testing.T
	h       *house
	options func(*server.Options)
	keys    []ed25519.PrivateKey
	workers []*peer
	resumes []string
	asked   []*porcupine.Operation // by each, not answered yet
	has     [][]int                // items that each was given
	past    []porcupine.Operation
	clock   int64
	cids    int
}

func (w *shift) tick() int64 { w.clock++; return w.clock }

// enter connects a worker, again, and asks again for what was not answered.
func (w *shift) enter(i int) {
	p, f := w.h.loginWith(fmt.Sprintf("worker%d", i), w.keys[i], fmt.Sprintf(`"resume":%q`, w.resumes[i]))
	if f.str("type") != "welcome" {
		w.t.Fatalf("worker %d: %v", i, f)
	}
	w.workers[i], w.resumes[i] = p, f.str("session")
	p.does(`{"type":"join","room":"#line"}`)
	if w.asked[i] != nil {
		w.send(i)
	}
}

// send sends what a worker asks for.
func (w *shift) send(i int) {
	op := w.asked[i].Input.(lineOp)
	w.workers[i].say(`{"type":%q,"id":%q,"room":"#line","cid":%q,"body":"work","priority":%d,"target":%d}`,
		op.kind, op.cid, op.cid, op.priority, max(op.target, 1))
}

// ask begins a request of a worker that has no other.
func (w *shift) ask(i int, op lineOp) {
	w.cids++
	op.who, op.cid = i, fmt.Sprintf("cid-%05d", w.cids)
	w.asked[i] = &porcupine.Operation{ClientId: i, Input: op, Call: w.tick()}
	w.send(i)
}

// hear waits for the answer to a worker.
func (w *shift) hear(i int) {
	done := w.asked[i]
	op := done.Input.(lineOp)
	for {
		f := w.workers[i].next()
		if f == nil {
			w.t.Fatal("a link ended")
		}
		if f.str("re") != op.cid {
			continue
		}
		switch code := chat.Code(f.str("code")); code {
		case "", chat.CodeQueueEmpty, chat.CodeForbidden, chat.CodeNoSuchMessage:
		default:
			w.t.Fatalf("worker %d hears %v", i, f)
		}
		if f.str("type") == "ok" && op.kind == "take" && f.num("target") == 0 {
			w.t.Fatalf("worker %d is given %v", i, f)
		}
		got := f.num("seq")
		if op.kind == "take" {
			got = f.num("target")
		}
		if done.Output, done.Return = got, w.tick(); got > 0 && op.kind == "take" {
			w.has[i] = append(w.has[i], got)
		}
		w.past = append(w.past, *done)
		w.asked[i] = nil
		return
	}
}

// restart ends the server and starts it again with what it kept.
func (w *shift) restart() {
	w.h.close()
	w.h = open(w.t, w.options)
	for i := range w.workers {
		w.enter(i)
	}
}

// Whoever asks what, and whatever link breaks or server restarts before the
// answer comes: the answers are as if each request had been done at one moment.
// So an item is given to one worker at a time, and in the order of the queue.
func TestAQueueIsLinearizable(t *testing.T) {
	for _, kind := range []string{chat.RoomFIFO, chat.RoomLIFO, chat.RoomPriority} {
		t.Run(kind, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				var past []porcupine.Operation
				plan := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 1<<16), 4, 4), 5, 40).Draw(rt, "plan")
				synctest.Test(t, func(t *testing.T) { past = workShift(t, kind, plan) })
				if !porcupine.CheckOperations(lineModel(kind), past) {
					rt.Fatalf("no order of these gives these answers: %+v", past)
				}
			})
		})
	}
}

func workShift(t *testing.T, kind string, plan [][]int) []porcupine.Operation {
	const workers = 4
	_, identity, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	kept, accounts := memory.New(), account.NewMemory()
	w := &shift{
		t: t, workers: make([]*peer, workers), resumes: make([]string, workers), asked: make([]*porcupine.Operation, workers), has: make([][]int, workers),
		options: func(o *server.Options) {
			o.Store, o.Accounts = kept, accounts
			o.Identity, _ = identity.Public().(ed25519.PublicKey)
			o.Limits.Grace = time.Hour // or the server gives back what is taken
		},
	}
	w.h = open(t, w.options)
	w.h.member("ada").does(fmt.Sprintf(`{"type":"room","room":"#line","kind":%q}`, kind))
	for i := range workers {
		w.keys = append(w.keys, newKey(t))
		w.enter(i)
	}
	for _, step := range plan {
		i := step[0] % workers
		switch what := step[1] % 12; {
		case what == 11:
			w.restart()
		case what == 10:
			_ = w.workers[i].c.Close()
			w.enter(i)
		case w.asked[i] != nil:
			w.hear(i)
		case what < 4:
			w.ask(i, lineOp{kind: "push", priority: step[2] % 3})
		case what < 7 || len(w.has[i]) == 0:
			w.ask(i, lineOp{kind: "take"})
		default:
			w.ask(i, lineOp{kind: []string{"done", "release"}[step[2]%2], target: w.has[i][step[3]%len(w.has[i])]})
		}
	}
	for i := range workers {
		if w.asked[i] != nil {
			w.hear(i)
		}
	}
	w.h.close()
	return w.past
}
