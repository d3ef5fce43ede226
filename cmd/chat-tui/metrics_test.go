package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// looked returns what a path answers.
func looked(t *testing.T, url string) (status int, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got.StatusCode, string(b)
}

func TestFiguresAreThereForWhoLooksAfterTheServer(t *testing.T) {
	l, err := listenMetrics(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := server.Figures{}
	w := monitor{
		figures: func() server.Figures { return f },
		commits: func() sqlite.Commits { return sqlite.Commits{Batches: 3, Entries: 12, Busy: 1500e6} },
	}
	go w.serve(t.Context(), l)
	at := "http://" + l.Addr().String()
	if status, text := looked(t, at+"/healthz"); status != http.StatusServiceUnavailable || !strings.Contains(text, "not begun") {
		t.Errorf("before the beginning: %d %q", status, text)
	}
	f = server.Figures{
		Since: time.Now(), TLS: 2, Kept: 12, Deliveries: 24,
		Refusals: map[chat.Code]uint64{chat.CodeRateLimited: 5},
	}
	if status, text := looked(t, at+"/healthz"); status != http.StatusOK || text != "ok\n" {
		t.Errorf("when all is well: %d %q", status, text)
	}
	_, text := looked(t, at+"/metrics")
	for _, want := range []string{
		`chat_tui_connections{over="tls"} 2`, "chat_tui_frames_kept_total 12", "chat_tui_deliveries_total 24",
		`chat_tui_refusals_total{code="rate_limited"} 5`, "chat_tui_commits_total 3", "chat_tui_commit_seconds_total 1.5", "go_goroutines",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	f.StoreTrouble = "the disk is full"
	if status, text := looked(t, at+"/healthz"); status != http.StatusServiceUnavailable || !strings.Contains(text, "the disk is full") {
		t.Errorf("when nothing can be kept: %d %q", status, text)
	}
	if status, _ := looked(t, at+"/debug/pprof/"); status != http.StatusNotFound {
		t.Errorf("something else answers %d", status)
	}
}
