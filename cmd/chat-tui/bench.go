package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/cmd/internal/load"
	"github.com/chat-tui/chat-tui/net/transport"
)

// benchOptions are the flags of bench.
type benchOptions struct {
	load   load.Options
	server string
	force  bool
	memory bool
	tls    bool
	json   bool
}

// newBench returns the command that measures a server.
func newBench() *cobra.Command {
	var o benchOptions
	c := &cobra.Command{
		Use:   "bench",
		Short: "put a load on a server and measure it",
		Long: "Let many clients sit in rooms and some of them send, each the next message when the\n" +
			"one before is confirmed, and measure rates and times. Every message is followed to\n" +
			"everyone: if one is lost, doubled or out of order, that is an error and no figure.\n" +
			"Without --server a server of its own is started in a temporary folder, with its\n" +
			"history on disk, and nothing is left behind. Clients and server share the machine:\n" +
			"compare what was measured on the same one.",
		Example: "chat-tui bench\nchat-tui bench --clients 1000 --senders 10 --window 16 --for 30s\nchat-tui bench --clients 1000 --rooms 100 --senders 100 --tls",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return bench(c, &o) },
	}
	f := c.Flags()
	f.IntVar(&o.load.Clients, "clients", 100, "`N` clients")
	f.IntVar(&o.load.Rooms, "rooms", 1, "in `N` rooms")
	f.IntVar(&o.load.Senders, "senders", 1, "`N` of the clients send")
	f.IntVar(&o.load.Window, "window", 1, "`N` messages of each are on their way at once")
	f.DurationVar(&o.load.For, "for", 10*time.Second, "send for `TIME`")
	f.IntVar(&o.load.Size, "size", 100, "a text has `N` bytes")
	f.StringVar(&o.server, "server", "", "measure the server at tcp://`ADDR` or unix:///path, which must let guests in and be started with --limits off")
	f.BoolVar(&o.force, "force", false, "measure a server on another machine, which you may only if it is yours")
	f.BoolVar(&o.memory, "memory", false, "keep the history of the server of its own in memory")
	f.BoolVar(&o.tls, "tls", false, "encrypt the connections to the server of its own")
	f.BoolVar(&o.json, "json", false, "print one line of JSON")
	return c
}

func bench(c *cobra.Command, o *benchOptions) error {
	if _, err := settle(c, ""); err != nil {
		return err
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	end, err := o.target(ctx, c.CommandPath())
	if err != nil {
		return err
	}
	defer end()
	res, err := load.Run(ctx, o.load)
	switch {
	case ctx.Err() != nil:
		return errStopped
	case err != nil:
		return err
	}
	return o.report(c.OutOrStdout(), res)
}

// target finds the server that is measured, or starts one; what it returns ends
// that.
func (o *benchOptions) target(ctx context.Context, command string) (end func(), err error) {
	if o.server == "" {
		return o.ownServer(ctx)
	}
	o.load.Address, err = transport.ParseAddress(o.server)
	switch {
	case err != nil:
	case o.load.Address.Scheme == transport.TLS:
		err = errors.New("--server takes tcp://127.0.0.1:PORT or unix:///path; --tls measures a server of its own")
	case !o.force && !onlyThisMachine(o.load.Address):
		err = fmt.Errorf("%s is not of this machine; a load can harm a server that others use, so --force says that it is yours", o.load.Address)
	}
	if err != nil {
		return nil, &usageError{command: command, cause: err}
	}
	return func() {}, nil
}

// ownServer starts a server in a temporary folder; what it returns ends it.
func (o *benchOptions) ownServer(ctx context.Context) (end func(), err error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "chat-tui-bench")
	if err != nil {
		return nil, err
	}
	data, listen := filepath.Join(dir, "data"), "tcp://127.0.0.1:0"
	if o.memory {
		data = inMemory
	}
	if o.tls {
		listen = "127.0.0.1:0"
	}
	s := exec.CommandContext(ctx, exe, "serve", "--listen", listen, "--data", data, "--limits", "off") //nolint:gosec // this very program
	s.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_STATE_HOME="+dir, "XDG_RUNTIME_DIR="+dir)
	s.Cancel = func() error { return s.Process.Signal(os.Interrupt) }
	s.WaitDelay = 10 * time.Second
	out, err := s.StdoutPipe()
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	end = func() {
		_ = s.Process.Kill()
		_ = s.Wait()
		_ = os.RemoveAll(dir)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	_, at, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	at, _, _ = strings.Cut(at, ";")
	if o.load.Address, err = transport.ParseAddress(at); err != nil || !found {
		end()
		return nil, fmt.Errorf("the server did not start; it said %q", clean(line))
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	o.load.CPU, o.load.Mem = gaugesOf(s.Process.Pid)
	return end, nil
}

// A benchReport is what --json prints; times are in microseconds.
type benchReport struct {
	Clients    int         `json:"clients"`
	Rooms      int         `json:"rooms"`
	Senders    int         `json:"senders"`
	Window     int         `json:"window"`
	Size       int         `json:"size"`
	Seconds    float64     `json:"seconds"`
	Messages   uint64      `json:"messages"`
	Deliveries uint64      `json:"deliveries"`
	MessagesS  float64     `json:"messages_per_s"`
	DeliverS   float64     `json:"deliveries_per_s"`
	JoinsS     float64     `json:"joins_per_s"`
	CPU        float64     `json:"cpu_us_per_delivery,omitempty"`
	Memory     int64       `json:"bytes_per_connection,omitempty"`
	OK         percentiles `json:"ok_us"`
	Shown      percentiles `json:"shown_us"`
}

// Percentiles are those of times.
type percentiles struct {
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

func percentilesOf(l *load.Latencies) percentiles {
	us := func(d time.Duration) float64 { return float64(d.Round(100*time.Nanosecond)) / 1000 }
	return percentiles{us(l.At(0.5)), us(l.At(0.9)), us(l.At(0.99)), us(l.Max())}
}

// report prints what was measured.
func (o *benchOptions) report(out io.Writer, r *load.Result) error {
	s := r.Took.Seconds()
	b := benchReport{
		Clients: r.Clients, Rooms: r.Rooms, Senders: r.Senders, Window: o.load.Window, Size: o.load.Size, Seconds: s,
		Messages: r.Messages, Deliveries: r.Deliveries, MessagesS: float64(r.Messages) / s, DeliverS: float64(r.Deliveries) / s,
		JoinsS: float64(r.Clients) / r.Joined.Seconds(), Memory: r.IdleBytes, OK: percentilesOf(&r.OK), Shown: percentilesOf(&r.Shown),
	}
	if r.CPU > 0 && r.Deliveries > 0 {
		b.CPU = r.CPU.Seconds() * 1e6 / float64(r.Deliveries)
	}
	if o.json {
		return json.NewEncoder(out).Encode(b)
	}
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintf(t, "%d clients in %d rooms, %d send, %d on their way each, %d bytes, %.1f s; %s/%s, %d CPUs for both\n",
		b.Clients, b.Rooms, b.Senders, b.Window, b.Size, s, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	_, _ = fmt.Fprintf(t, "messages\t%.0f /s\t%d in all\n", b.MessagesS, b.Messages)
	_, _ = fmt.Fprintf(t, "deliveries\t%.0f /s\t%d in all, each once, in order and whole\n", b.DeliverS, b.Deliveries)
	_, _ = fmt.Fprintf(t, "joins\t%.0f /s\n", b.JoinsS)
	for _, row := range []struct {
		name string
		q    percentiles
	}{{"sent to confirmed", b.OK}, {"sent to shown", b.Shown}} {
		_, _ = fmt.Fprintf(t, "%s\tp50 %.2f ms\tp90 %.2f ms\tp99 %.2f ms\tmax %.2f ms\n", row.name, row.q.P50/1000, row.q.P90/1000, row.q.P99/1000, row.q.Max/1000)
	}
	if b.CPU > 0 {
		_, _ = fmt.Fprintf(t, "CPU of the server\t%.2f µs a delivery\n", b.CPU)
	}
	if b.Memory > 0 {
		_, _ = fmt.Fprintf(t, "memory of the server\t%.1f KB a connection\n", float64(b.Memory)/1000)
	}
	return t.Flush()
}
