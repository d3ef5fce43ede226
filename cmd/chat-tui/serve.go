package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
)

// serveOptions are the flags of serve.
type serveOptions struct {
	listen     []string
	data       string
	name       string
	motd       string
	config     string
	allowPlain bool
	limits     string
	logDir     string
	logDays    int
	policy     string
	password   string // the file that holds it
	metrics    string // where figures are served, if anywhere
}

// newServe returns the command that serves others.
func newServe() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "serve a chat for others",
		Long: "Serve a chat for others. Whoever runs the server can read what is on its disk,\n" +
			"private messages included.",
		Example: "chat-tui serve\nchat-tui serve --listen :5555 --listen unix:///run/chat.sock --data /srv/chat",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return serve(c, &o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.listen, "listen", []string{":5555"}, "serve this `ADDR`: host:port, tcp://host:port or unix:///path; may be given again")
	f.StringVar(&o.data, "data", "", "keep keys, names and history in the folder `DIR`, or nothing with \"memory\" (default: the user's data folder)")
	f.StringVar(&o.name, "name", "chat-tui", "the `NAME` the server gives itself")
	f.StringVar(&o.motd, "motd", "", "a `TEXT` shown to everyone who comes in")
	f.BoolVar(&o.allowPlain, "allow-plain", false, "serve plain connections from other machines too, readable by everyone between")
	f.StringVar(&o.limits, "limits", "on", "`off` lifts all limits, where only this machine is served")
	f.StringVar(&o.logDir, "log-dir", "", "write what is said in rooms to plain text files in the folder `DIR` too, one per room and day")
	f.IntVar(&o.logDays, "log-days", 0, "remove those files after `N` days (0: never)")
	f.StringVar(&o.policy, "policy", string(server.PolicyOpen), "who may come in for the first time: `open` (everyone, guests too), invite or password")
	f.StringVar(&o.password, "password-file", "", "the `FILE` with the password of --policy password, or better with what chat-tui admin password prints")
	f.StringVar(&o.metrics, "metrics", "", "serve figures for Prometheus at http://`ADDR`/metrics and the state at /healthz, for example 127.0.0.1:9555")
	f.StringVar(&o.config, "config", "", "read settings from `FILE`")
	return c
}

// serve runs a server until it is told to end.
func serve(c *cobra.Command, o *serveOptions) error {
	set, err := settle(c, o.config)
	if err != nil {
		return err
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	addrs, err := o.addresses()
	if err != nil {
		return &usageError{command: c.CommandPath(), cause: err}
	}
	limits, err := limitsFrom(o.config)
	if err != nil {
		return err
	}
	if o.limits == "off" {
		limits = server.NoLimits()
	}
	policy, password, err := o.entry(set)
	if err != nil {
		return err
	}
	log := newLogger(c.ErrOrStderr())
	warnOfFewFiles(log)
	h, err := openHost(ctx, hostOptions{
		data: o.data, name: o.name, motd: o.motd, limits: limits,
		logDir: o.logDir, logDays: o.logDays, log: log,
		policy: policy, password: password,
	})
	if err != nil {
		return err
	}
	defer h.close()
	listeners, err := listenAll(ctx, addrs, transport.ListenOptions{Identity: h.identity, AllowPlain: o.allowPlain})
	if err != nil {
		return err
	}
	looks, err := listenMetrics(ctx, o.metrics)
	if err != nil {
		return closing(listeners, err)
	}
	if looks != nil {
		stopMonitor := h.monitored(ctx, looks)
		defer stopMonitor()
	}
	addrs = bound(addrs, listeners)
	if err := announce(c.OutOrStdout(), h, addrs); err != nil {
		return closing(listeners, err)
	}
	limitMemory(log)
	saving, saved := context.WithCancel(ctx)
	defer saved()
	go newThrift().run(saving)
	return h.serve(ctx, listeners...)
}

// bound returns the addresses with the ports that were chosen.
func bound(addrs []transport.Address, listeners []net.Listener) []transport.Address {
	at := slices.Clone(addrs)
	for i, l := range listeners {
		if tcp, ok := l.Addr().(*net.TCPAddr); ok {
			at[i].Port = uint16(tcp.Port)
		}
	}
	return at
}

// closing closes listeners and returns err.
func closing(listeners []net.Listener, err error) error {
	for _, l := range listeners {
		_ = l.Close()
	}
	return err
}

// entry says who may come in, and reads the password if there is one. A
// password alone means that it is asked for.
func (o *serveOptions) entry(set map[string]bool) (server.Policy, *account.Password, error) {
	policy := server.Policy(o.policy)
	if o.password != "" && !set["policy"] {
		policy = server.PolicyPassword
	}
	switch policy {
	case server.PolicyOpen, server.PolicyInvite, server.PolicyPassword:
	default:
		return "", nil, &usageError{command: "chat-tui serve", cause: fmt.Errorf("--policy is open, invite or password, not %q", o.policy)}
	}
	switch {
	case policy == server.PolicyPassword && o.password == "":
		return "", nil, &usageError{command: "chat-tui serve", cause: errors.New("--policy password needs --password-file FILE")}
	case policy != server.PolicyPassword && o.password != "":
		return "", nil, &usageError{command: "chat-tui serve", cause: fmt.Errorf("--password-file is of no use with --policy %s", policy)}
	case o.password == "":
		return policy, nil, nil
	}
	password, err := passwordOf(o.password)
	return policy, password, err
}

// addresses reads the addresses to serve and checks what holds for them all.
func (o *serveOptions) addresses() ([]transport.Address, error) {
	switch o.limits {
	case "on", "off":
	default:
		return nil, fmt.Errorf("--limits is on or off, not %q", o.limits)
	}
	if len(o.listen) == 0 {
		return nil, errors.New("there is no address to listen on; give one with --listen")
	}
	var addrs []transport.Address
	for _, s := range o.listen {
		addr, err := transport.ParseAddress(s)
		if err != nil {
			return nil, err
		}
		if o.limits == "off" && !onlyThisMachine(addr) {
			return nil, fmt.Errorf("--limits off needs every address to be of this machine only, and %s is not; use 127.0.0.1, [::1] or unix://", addr)
		}
		addrs = append(addrs, addr)
	}
	return addrs, nil
}

// onlyThisMachine reports whether others cannot reach an address.
func onlyThisMachine(addr transport.Address) bool {
	switch addr.Scheme {
	case transport.Unix, transport.Memory:
		return true
	case transport.TLS, transport.TCP:
	}
	ip := net.ParseIP(addr.Host)
	return addr.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// listenAll serves all of addrs or none.
func listenAll(ctx context.Context, addrs []transport.Address, options transport.ListenOptions) ([]net.Listener, error) {
	var listeners []net.Listener
	for _, addr := range addrs {
		l, err := transport.Listen(ctx, addr, options)
		if err != nil {
			return nil, closing(listeners, err)
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

// announce prints the one line that says that the server is ready, and what to
// hand over to those who shall come; at the first start a second one makes
// somebody the server's owner.
func announce(w io.Writer, h *host, addrs []transport.Address) error {
	var on []string
	over := ""
	for _, at := range addrs {
		on = append(on, at.String())
		if reach := reachable(at); over == "" && reach.Scheme != "" {
			over = reach.String()
		}
	}
	line := "listening on " + strings.Join(on, ", ")
	if over != "" {
		line += "; others type: chat-tui --server " + over + " (key " + h.identity.Fingerprint() + ")"
	}
	if h.folder != nil {
		if err := h.folder.announce(addrs); err != nil {
			return err
		}
	}
	owner, err := h.firstOwner(addrs)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, line+owner)
	return err
}

// reachable returns what others type to come to at: for an address of all
// interfaces, one of this machine's own that a neighbour can use.
func reachable(at transport.Address) transport.Address {
	if at.Scheme == transport.Unix || at.Scheme == transport.Memory {
		return at
	}
	if ip := net.ParseIP(at.Host); at.Host == "" || ip != nil && ip.IsUnspecified() {
		at.Host = neighbourly()
	}
	return at
}

// neighbourly returns an address of this machine in its network, its name if
// it has none.
func neighbourly() string {
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return n.IP.String()
		}
	}
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "localhost"
}

// newLogger logs for a person on a terminal, for programs otherwise.
func newLogger(w io.Writer) *slog.Logger {
	if f, ok := w.(*os.File); ok && isTerminal(f) {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
