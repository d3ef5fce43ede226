package server_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
)

// The transcripts of PROTOCOL.md are what the real server does.
func TestTranscripts(t *testing.T) {
	document, err := os.ReadFile("../net/wire/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(document), "```transcript\n")[1:]
	if len(parts) < 3 {
		t.Fatalf("%d transcripts", len(parts))
	}
	for _, part := range parts {
		script, _, _ := strings.Cut(part, "```")
		synctest.Test(t, func(t *testing.T) { replay(t, open(t, nil), strings.Split(strings.TrimSpace(script), "\n")) })
	}
}

// replay says and hears what the lines tell.
func replay(t *testing.T, h *house, lines []string) {
	people := map[string]*peer{}
	for _, line := range lines {
		if strings.HasPrefix(line, "#") {
			continue
		}
		head, rest, _ := strings.Cut(line, " ")
		who := "ada"
		if head != "C" && head != "S" {
			who = head
			head, rest, _ = strings.Cut(rest, " ")
		}
		if people[who] == nil {
			people[who] = h.peer()
		}
		if head == "C" {
			people[who].sayAll(rest)
			continue
		}
		var want map[string]any
		if err := json.Unmarshal([]byte(rest), &want); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		got := people[who].next()
		if !matches(want, map[string]any(got)) {
			t.Fatalf("want %s\n got %v", line, got)
		}
	}
}

// matches reports whether everything that is wanted is there.
func matches(want, got any) bool {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		for key, value := range w {
			ok = ok && matches(value, g[key])
		}
		return ok
	case []any:
		g, ok := got.([]any)
		ok = ok && len(g) == len(w)
		for i := range w {
			ok = ok && matches(w[i], g[i])
		}
		return ok
	case string:
		if w == "…" {
			return got != nil
		}
	}
	return reflect.DeepEqual(want, got)
}
