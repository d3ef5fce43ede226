package client_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// asksFor lets a server want a password.
func (s *fakeServer) asksFor(password string, heard *[]string) {
	s.instead = func(l *fakeLink, cmd chat.Command) bool {
		hello, ok := cmd.(*chat.Hello)
		if !ok {
			return false
		}
		*heard = append(*heard, hello.Password)
		if hello.Password == password {
			return false
		}
		l.send(&chat.Failure{Code: chat.CodePasswordRequired, Text: "This server asks for a password."})
		return true
	}
}

func TestAPasswordIsAskedForUntilItIsRight(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		var heard []string
		s.asksFor("sesame", &heard)
		words := make(chan string)
		opts := as(s, "ada")
		opts.AskPassword = func(ctx context.Context) (string, bool) {
			select {
			case word := <-words:
				return word, true
			case <-ctx.Done():
				return "", false
			}
		}
		ada := start(t, opts)
		pass(time.Hour)
		ada.wantState(chat.LinkWaiting)
		if err := last[*client.StateChanged](ada).Err; chat.CodeOf(err) != chat.CodePasswordRequired {
			t.Errorf("waiting because of %v", err)
		}
		words <- "wrong"
		pass(time.Minute)
		ada.wantState(chat.LinkWaiting)
		words <- "sesame"
		pass(time.Second)
		ada.wantState(chat.LinkOnline)
		if !slices.Equal(heard, []string{"", "wrong", "sesame"}) {
			t.Errorf("the server heard %q", heard)
		}
	})
}

func TestALinkThatIsWorthNothingIsLeftAway(t *testing.T) {
	for _, hasAccount := range []bool{true, false} {
		bubble(t, func(t *testing.T) {
			s := serverFor(t)
			var tokens []string
			s.instead = func(l *fakeLink, cmd chat.Command) bool {
				hello, ok := cmd.(*chat.Hello)
				if !ok {
					return false
				}
				tokens = append(tokens, hello.Token)
				if hello.Token == "" && hasAccount {
					return false
				}
				l.send(&chat.Failure{Code: chat.CodeInviteInvalid, Text: "Not " + hello.Token + "."})
				return true
			}
			opts := as(s, "ada")
			opts.Key, opts.Token = keyOf(1), "old"
			ada := start(t, opts)
			pass(time.Minute)
			if !slices.Equal(tokens, []string{"old", ""}) {
				t.Errorf("the tokens were %q", tokens)
			}
			if hasAccount {
				ada.wantState(chat.LinkOnline)
				return
			}
			ada.wantState(chat.LinkOver)
			if <-ada.gone; ada.err == nil || ada.err.Error() != "Not old." {
				t.Errorf("Run() = %v", ada.err)
			}
		})
	}
}
