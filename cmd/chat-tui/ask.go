package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// askOptions are the flags of ask.
type askOptions struct {
	talkOptions
	choices []string
	by      []string
	timeout time.Duration
	json    bool
}

// newAsk returns the command that asks people something and waits for the
// answer.
func newAsk() *cobra.Command {
	var o askOptions
	c := &cobra.Command{
		Use:   "ask TARGET QUESTION",
		Short: "ask people something, and print what they choose",
		Long: "Ask QUESTION in TARGET, a #room or a @nick, with answers to choose from, and print\n" +
			"the first that somebody chooses: with the number keys or the mouse on the screen,\n" +
			"with /choose in lines, or with its sign as a reaction anywhere else.\n\n" +
			"Ends with 0 if that is the first of the answers, with 12 if it is the second, 13 the\n" +
			"third and so on, and with 124 if nobody chose in time. Who may answer is whoever\n" +
			"hears the question; --by keeps it to some, by the names of their accounts.",
		Example: "chat-tui ask '#deploy' 'Ship 1.2?' --choices yes,no --timeout 10m && ./ship\nchat-tui ask @bob 'Which way?' --choices left,right,back",
		Args:    arguments(cobra.MinimumNArgs(2)),
		RunE: func(c *cobra.Command, given []string) error {
			return ask(c, &o, given[0], strings.Join(given[1:], " "))
		},
	}
	o.flags(c)
	c.Flags().StringSliceVar(&o.choices, "choices", []string{"yes", "no"}, "the answers, 2 to 9, separated by commas")
	c.Flags().StringSliceVar(&o.by, "by", nil, "only these `NICKS` may answer, separated by commas; guests are none of them")
	c.Flags().DurationVar(&o.timeout, "timeout", 0, "for how long to wait; 0 is for ever")
	c.Flags().BoolVar(&o.json, "json", false, "print who chose what as a line of JSON")
	return c
}

// Exit codes of ask, beside those of every command.
const (
	exitAnswer  = 11  // and the number of the answer, from 0; the first is exitDone
	exitTimeout = 124 // nobody answered in time; as of timeout(1)
)

func ask(c *cobra.Command, o *askOptions, target, question string) error {
	if !chat.IsRoom(target) && !chat.IsPerson(target) {
		return &usageError{command: c.CommandPath(), cause: fmt.Errorf("%q is no target; write '#room' or @nick", target)}
	}
	question = printable(question)
	body := printable(chat.AppendChoices(question, o.choices...))
	if asked, choices := chat.Choices(body); asked != question || len(choices) != len(o.choices) {
		return &usageError{command: c.CommandPath(), cause: fmt.Errorf("a question has a text and 2 to %d answers", chat.MaxChoices)}
	}
	t, err := o.joining(c)
	if err != nil {
		return err
	}
	defer t.close()
	if chat.IsRoom(target) {
		t.options.Rooms = []string{target}
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	a := &asker{askOptions: o, target: target, question: question, body: body, conn: client.New(t.options), out: c.OutOrStdout()}
	_, a.offered = chat.Choices(body)
	return a.run(ctx)
}

// An asker asks one question.
type asker struct {
	*askOptions
	target   string
	question string
	body     string
	offered  []chat.Choice
	conn     *client.Conn
	out      io.Writer

	seq     uint64 // of the question
	changes []*chat.Entry
}

// A verdict is what was chosen; it is also what --json prints.
type verdict struct {
	Choice  string `json:"choice"`
	Number  int    `json:"number"` // from 1
	By      string `json:"by"`     // nick
	Account string `json:"account,omitempty"`
}

func (a *asker) run(ctx context.Context) error {
	alive, end := context.WithCancel(context.WithoutCancel(ctx)) // how it ended is told, also when stopped
	defer end()
	over := make(chan error, 1)
	go func() { over <- a.conn.Run(alive) }()
	heard := make(chan chat.Event)
	drained := make(chan struct{})
	asked, enough := context.WithCancel(alive)
	go func() {
		defer close(drained)
		for e := range a.conn.Events() {
			select {
			case heard <- e:
			case <-asked.Done():
			}
		}
	}()
	v, err := a.ask(ctx, alive, heard)
	enough()
	a.conclude(alive, v, err)
	_ = a.conn.Send(&chat.Bye{})
	<-drained
	if err := why(err, <-over); err != nil {
		return err
	}
	return a.print(v)
}

// errUnanswered says that nobody chose in time.
var errUnanswered = errors.New("nobody answered in time")

// ask says the question and waits for what decides it.
func (a *asker) ask(ctx, alive context.Context, heard <-chan chat.Event) (*verdict, error) {
	said := make(chan error, 1)
	go func() {
		ev, err := a.conn.Ask(ctx, &chat.Say{To: a.target, Kind: chat.KindNotice, Body: a.body})
		if ok, is := ev.(*chat.OK); is {
			a.seq = ok.Seq
		}
		said <- err
	}()
	var late <-chan time.Time
	if a.timeout > 0 {
		timer := time.NewTimer(a.timeout)
		defer timer.Stop()
		late = timer.C
	}
	for {
		select {
		case err := <-said:
			if err != nil {
				return nil, plainly(stoppedOr(ctx, err))
			}
			said = nil
			for _, e := range a.changes { // who was quicker than the answer to us
				if v, err := a.decides(e); v != nil || err != nil {
					return v, err
				}
			}
			a.changes = nil
		case ev := <-heard:
			if v, err := a.hear(alive, ev, said == nil); v != nil || err != nil {
				return v, err
			}
		case <-late:
			return nil, errUnanswered
		case <-ctx.Done():
			return nil, errStopped
		}
	}
}

// stoppedOr returns errStopped if that is why err is.
func stoppedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errStopped
	}
	return err
}

// hear takes what the connection tells, once the number of the question is
// known or before.
func (a *asker) hear(ctx context.Context, ev chat.Event, known bool) (*verdict, error) {
	switch ev := ev.(type) {
	case *chat.Entry:
		switch {
		case ev.Room != a.target || ev.Target == 0:
		case !known:
			a.changes = append(a.changes, ev)
		default:
			return a.decides(ev)
		}
	case *chat.Hole:
		if known && ev.Room == a.target {
			return a.look(ctx)
		}
	}
	return nil, nil
}

// decides returns what an entry decides; nil if that is nothing.
func (a *asker) decides(e *chat.Entry) (*verdict, error) {
	switch {
	case e.Target != a.seq:
	case e.Kind == chat.EntryDelete:
		return nil, errors.New("the question was deleted")
	case e.Kind == chat.EntryReact && !e.Remove && a.may(e.From, e.Account):
		return a.verdict(e.Emoji, e.From, e.Account), nil
	}
	return nil, nil
}

// may reports whether somebody's choice counts.
func (a *asker) may(nick, account string) bool {
	return len(a.by) == 0 || account != "" && slices.ContainsFunc(a.by, func(by string) bool {
		return strings.EqualFold(strings.TrimPrefix(strings.TrimSpace(by), "@"), nick)
	})
}

func (a *asker) verdict(sign, nick, account string) *verdict {
	for i, c := range a.offered {
		if c.Sign == sign {
			return &verdict{Choice: c.Text, Number: i + 1, By: nick, Account: account}
		}
	}
	return nil
}

// look asks how the question stands, after some of what was said did not come.
func (a *asker) look(ctx context.Context) (*verdict, error) {
	one := int64(1)
	ev, err := a.conn.Ask(ctx, &chat.History{Room: a.target, Around: &a.seq, Limit: &one})
	page, ok := ev.(*chat.HistoryPage)
	if err != nil || !ok || len(a.by) > 0 { // a page does not say whose account a name is
		return nil, err
	}
	for i := range page.Messages {
		m := &page.Messages[i]
		switch {
		case m.Seq != a.seq:
		case m.Deleted:
			return nil, errors.New("the question was deleted")
		default:
			for _, r := range m.Reactions {
				if v := a.verdict(r.Emoji, strings.Join(r.Nicks[:min(len(r.Nicks), 1)], ""), ""); v != nil {
					return v, nil
				}
			}
		}
	}
	return nil, nil
}

// conclude writes under the question what came of it, in place of the answers.
func (a *asker) conclude(ctx context.Context, v *verdict, err error) {
	if a.seq == 0 {
		return
	}
	end := "withdrawn"
	switch {
	case v != nil:
		end = fmt.Sprintf("%s (%s)", v.Choice, v.By)
	case errors.Is(err, errUnanswered):
		end = "nobody answered"
	}
	ctx, cancel := context.WithTimeoutCause(ctx, errandTime, errLateErrand)
	defer cancel()
	_, _ = a.conn.Ask(ctx, &chat.Edit{Room: a.target, Seq: a.seq, Body: a.question + "\n→ " + end})
}

// print prints what was chosen, and returns the exit status that says so.
func (a *asker) print(v *verdict) error {
	text := clean(v.Choice)
	if a.json {
		line, err := json.Marshal(v)
		if err != nil {
			return err
		}
		text = string(escapeC1(line))
	}
	if _, err := fmt.Fprintln(a.out, text); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	if v.Number > 1 {
		return &endError{code: exitAnswer + v.Number - 1}
	}
	return nil
}
