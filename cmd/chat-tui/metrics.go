package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// A monitor answers who looks after the server: /metrics has figures in the text
// format of Prometheus, /healthz is 200 while what is said can be kept and 503
// with a reason while not. Neither says who said what, or where.
type monitor struct {
	figures func() server.Figures
	commits func() sqlite.Commits // nil where nothing is on a disk
}

// serve answers on a listener until ctx ends.
func (m *monitor) serve(ctx context.Context, l net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", m.metrics)
	mux.HandleFunc("GET /healthz", m.health)
	const most = 10 * time.Second
	s := &http.Server{Handler: mux, ReadTimeout: most, WriteTimeout: most, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	_ = s.Serve(l) // until it is closed
}

func (m *monitor) health(out http.ResponseWriter, _ *http.Request) {
	out.Header().Set("Content-Type", "text/plain; charset=utf-8")
	f := m.figures()
	switch {
	case f.Since.IsZero():
		out.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(out, "the server has not begun yet\n")
	case f.StoreTrouble != "":
		out.WriteHeader(http.StatusServiceUnavailable)
		_, _ = fmt.Fprintf(out, "nothing can be kept: %s\n", f.StoreTrouble)
	default:
		_, _ = io.WriteString(out, "ok\n")
	}
}

func (m *monitor) metrics(out http.ResponseWriter, _ *http.Request) {
	out.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	set := metrics.NewSet() // of one moment
	f := m.figures()
	gauge := func(name string, v float64) { set.NewGauge("chat_tui_"+name, nil).Set(v) }
	counter := func(name string, n uint64) { set.NewCounter("chat_tui_" + name).Set(n) }
	gauge(fmt.Sprintf("info{version=%q}", version()), 1)
	if !f.Since.IsZero() {
		gauge("uptime_seconds", time.Since(f.Since).Seconds())
	}
	gauge(`connections{over="tls"}`, float64(f.TLS))
	gauge(`connections{over="plain"}`, float64(f.Plain))
	gauge(`connections{over="local"}`, float64(f.Local))
	gauge(`people{kind="account"}`, float64(f.Accounts))
	gauge(`people{kind="guest"}`, float64(f.Guests))
	gauge("rooms", float64(f.Rooms))
	gauge("queue_bytes", float64(f.Waiting))
	gauge("sessions_behind", float64(f.Behind))
	counter("sessions_total", f.Welcomed)
	counter("frames_kept_total", f.Kept)
	counter("deliveries_total", f.Deliveries)
	counter(`drops_total{reason="presence"}`, f.Hints)
	counter("lags_total", f.Lags)
	for code, n := range f.Refusals {
		counter(fmt.Sprintf("refusals_total{code=%q}", string(code)), n)
	}
	for code, n := range f.Ends {
		counter(fmt.Sprintf("ended_total{code=%q}", string(code)), n)
	}
	if m.commits != nil {
		c := m.commits()
		counter("commits_total", c.Batches)
		counter("commit_entries_total", c.Entries)
		set.NewFloatCounter("chat_tui_commit_seconds_total").Set(c.Busy.Seconds())
	}
	set.WritePrometheus(out)
	metrics.WriteProcessMetrics(out)
}

// listenMetrics opens the address for those who look after the server, nil if there
// is to be none.
func listenMetrics(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil //nolint:nilnil // none is wanted
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w; choose another address with --metrics", err)
	}
	return l, nil
}
