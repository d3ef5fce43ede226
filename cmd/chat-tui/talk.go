package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// talkOptions are the flags that say where to talk and as whom; the screen,
// send and listen share them.
type talkOptions struct {
	server string
	local  string
	nick   string
	config string

	password string // the file that holds it
	token    string // the file that holds that of a bot

	link transport.Link // that was followed; see follow
}

// flags adds the flags to a command.
func (o *talkOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.server, "server", "", "talk to the server at `ADDR`: host:5555, tcp://host:5555, unix:///path or an invite link (default: the one of this machine)")
	f.StringVar(&o.local, "local", "localhost:5555", "where the server of this machine is, or will be: `ADDR` of the loopback")
	f.StringVar(&o.nick, "nick", "", "talk as `NAME`, with a key of its own (default: your user name)")
	f.StringVar(&o.password, "password-file", "", "give the server the password in `FILE`, if it asks for one the first time")
	f.StringVar(&o.token, "token-file", "", "talk as the bot whose token is in `FILE` (see chat-tui bot)")
	f.StringVar(&o.config, "config", "", "read settings from `FILE`")
}

// A talker is how this process reaches a server, and as whom.
type talker struct {
	options client.Options
	local   *localHost // nil for a server that was named
	where   string     // for people
}

// newTalker finds out where to talk and as whom. Set says which flags the
// person set; tell is called with what the person should know, by any
// goroutine.
func newTalker(o *talkOptions, set map[string]bool, tell func(notice string), log *slog.Logger) (*talker, error) {
	if err := o.follow(); err != nil {
		return nil, err
	}
	dirs := userFolders()
	t := &talker{}
	var err error
	if t.options, err = o.person(dirs, set); err != nil {
		return nil, err
	}
	t.options.Logger = log
	if o.server == "" {
		addr, err := transport.ParseAddress(o.local)
		if err != nil || addr.Scheme != transport.TLS || !onlyThisMachine(addr) {
			return nil, &usageError{command: "chat-tui", cause: fmt.Errorf("--local is host:port of this machine's loopback, not %q", o.local)}
		}
		t.local = &localHost{addr: addr, log: log}
		t.options.Dial = t.local.dial
		t.where = addr.String()
		return t, nil
	}
	addr, err := transport.ParseAddress(o.server)
	if err != nil {
		return nil, &usageError{command: "chat-tui", cause: err}
	}
	pins := transport.OpenKnownHosts(dirs.knownHosts())
	r := &remote{addr: addr, pins: pins, tell: tell}
	t.options.Dial = r.dial
	t.options.CheckServerKey = client.CheckPins(pins)
	t.where = addr.String()
	return t, nil
}

// person says who talks: the person with the key of this machine, or a bot.
func (o *talkOptions) person(dirs folders, set map[string]bool) (client.Options, error) {
	token, err := botToken(o.token)
	if err != nil {
		return client.Options{}, err
	}
	if token != "" {
		// The server knows the name; this one tells what is kept of bots apart.
		sum := sha256.Sum256([]byte(token))
		return client.Options{Nick: fmt.Sprintf("bot-%x", sum[:6]), Token: token, Agent: "chat-tui/" + version()}, nil
	}
	asked := ""
	if set["nick"] {
		asked = o.nick
	}
	key, err := client.LoadOrCreateKey(dirs.deviceKey(asked))
	if err != nil {
		return client.Options{}, err
	}
	password, err := spokenPassword(o.password)
	if err != nil {
		return client.Options{}, err
	}
	who := client.Options{
		Nick: o.nick, NickGuessed: !set["nick"], Key: key, Password: password, Token: o.link.Token,
		Agent: "chat-tui/" + version(),
	}
	if !set["nick"] {
		who.Nick = guessNick()
	}
	return who, nil
}

// guessNick returns the name of the person who runs the program: the one they
// chose at the first start, or that of the system.
func guessNick() string {
	if chosen, err := os.ReadFile(userFolders().chosenNick()); err == nil && len(bytes.TrimSpace(chosen)) > 0 {
		return string(bytes.TrimSpace(chosen))
	}
	for _, name := range []string{os.Getenv("USER"), os.Getenv("USERNAME")} {
		if name != "" {
			return name
		}
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		_, name, found := strings.Cut(u.Username, `\`) // Windows: DOMAIN\name
		if !found {
			name = u.Username
		}
		return name
	}
	return "guest"
}

// joinOnly keeps a program that is soon gone from becoming the host of others.
func (t *talker) joinOnly() {
	if t.local != nil {
		t.local.joins = true
		t.options.Final = transport.NobodyThere
	}
}

// joining returns the talker of a command that comes to a server which is there, and
// has the person told on standard error what they should know.
func (o *talkOptions) joining(c *cobra.Command) (*talker, error) {
	set, err := settle(c, o.config)
	if err != nil {
		return nil, err
	}
	t, err := newTalker(o, set, printTo(c.ErrOrStderr()), quiet())
	if err == nil {
		t.joinOnly()
	}
	return t, err
}

// attend runs do with a connection that nobody reads the events of, and takes leave. The
// context that do is given lives on when ctx ends, so that last words can be said. It
// returns the error of do, and why the connection is over.
func attend(ctx context.Context, conn *client.Conn, do func(alive context.Context) error) (err, end error) {
	alive, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	over := make(chan error, 1)
	go func() { over <- conn.Run(alive) }()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		for range conn.Events() {
		}
	}()
	err = do(alive)
	_ = conn.Send(&chat.Bye{})
	<-drained
	return err, <-over
}

// handOver tells how others get where the person is, a line each.
func (t *talker) handOver() []string {
	if t.local == nil {
		return []string{"others come with: chat-tui --server " + t.where}
	}
	return []string{
		"others of this machine come with: chat-tui",
		"to talk with other machines: chat-tui serve, which prints what to hand over",
	}
}

// close ends what the talker started.
func (t *talker) close() {
	if t.local != nil {
		t.local.close()
	}
}

// clean makes what came from others safe to print, in one line.
func clean(s string) string { return safe.Line(s).String() }

// printTo returns a tell that prints a line each.
func printTo(w io.Writer) func(string) {
	return func(notice string) { _, _ = fmt.Fprintln(w, "chat-tui: "+clean(notice)) }
}
