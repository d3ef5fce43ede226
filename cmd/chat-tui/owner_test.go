package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
)

func TestAServerThatNobodyHasComeToPrintsALinkForItsOwner(t *testing.T) {
	h, err := openHost(t.Context(), hostOptions{data: t.TempDir(), name: "x", limits: server.DefaultLimits(), log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	at := []transport.Address{{Scheme: transport.Unix, Path: "/s"}, {Scheme: transport.TCP, Host: "192.0.2.7", Port: 7}}
	tokens := make([]string, 2)
	for start := range tokens {
		line, err := h.firstOwner(at)
		if err != nil {
			t.Fatal(err)
		}
		link, err := transport.ParseLink(regexp.MustCompile(`'(.*)'`).FindStringSubmatch(line)[1])
		if err != nil || link.Key != h.identity.Fingerprint() || link.Address.String() != "192.0.2.7:7" {
			t.Fatalf("%s: %+v, %v", line, link, err)
		}
		tokens[start] = link.Token
	}
	if now := time.Now(); h.accounts.Invited(tokens[0], now) || !h.accounts.Invited(tokens[1], now) {
		t.Error("not the link that was printed last is valid alone")
	}
	if line, err := h.firstOwner(at[:1]); line != "" || err != nil {
		t.Errorf("a server without a port: %q, %v", line, err)
	}
	nick, _ := account.ParseNick("ada")
	if _, _, err := h.accounts.Claim(nick, h.identity.Public, time.Now()); err != nil {
		t.Fatal(err)
	}
	if line, err := h.firstOwner(at); line != "" || err != nil {
		t.Errorf("a server with people: %q, %v", line, err)
	}
}

func TestAQRCodeIsDrawnModuleByModule(t *testing.T) {
	const text = "chat://chat.example.org:5555/#tea?token=abc"
	var drawn strings.Builder
	if err := drawQR(&drawn, text); err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(drawn.String(), "\n"), "\n")
	dark := map[rune][2]bool{' ': {}, '▀': {true, false}, '▄': {false, true}, '█': {true, true}}
	for row, line := range lines {
		line, begins := strings.CutPrefix(line, "\x1b[30;107m")
		line, ends := strings.CutSuffix(line, "\x1b[m")
		if !begins || !ends {
			t.Fatalf("row %d has not its own colours: %q", row, line)
		}
		for column, cell := range []rune(line) {
			for half, got := range dark[cell] {
				x, y := column-quietZone, 2*row+half-quietZone
				if got != code.Black(x, y) {
					t.Fatalf("module %d, %d is wrong", x, y)
				}
			}
		}
		if n := len([]rune(line)); n != code.Size+2*quietZone {
			t.Errorf("row %d is %d modules wide", row, n)
		}
	}
	if 2*len(lines) < code.Size+2*quietZone {
		t.Errorf("%d rows for %d modules", len(lines), code.Size)
	}
}
