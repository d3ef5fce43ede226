package client_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// away lets a server say that nobody is called bob, as long as gone is true.
// While lost is true, its answer is lost on the way.
func away(gone, lost *bool, asked *[]string) func(*fakeLink, chat.Command) bool {
	return func(l *fakeLink, cmd chat.Command) bool {
		say, ok := cmd.(*chat.Say)
		if !ok || say.To != "@bob" {
			return false
		}
		*asked = append(*asked, say.Body)
		if !*gone {
			return false
		}
		if !*lost {
			l.send(&chat.Failure{Answer: chat.Answer{Re: say.ID}, Of: "msg", CID: say.CID, Code: chat.CodeNoSuchUser, Text: "Nobody is called bob."})
		}
		return true
	}
}

// TestARefusalThatIsLostLetsNothingOvertake: bob comes between two messages
// for him, and the link is lost with the refusal of the first. The second
// waits for it, and they arrive in the order they were said.
func TestARefusalThatIsLostLetsNothingOvertake(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, gone, lost := serverFor(t), true, true
		var asked []string
		s.instead = away(&gone, &lost, &asked)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		one := ada.say("@bob", "one")
		pass(0)
		s.mu.Lock()
		gone = false
		s.mu.Unlock()
		ada.say("@bob", "two")
		ada.say("#lobby", "meanwhile")
		pass(0)
		ada.wantHeard("#lobby", "meanwhile")
		s.cut()
		pass(time.Minute)
		ada.wantHeard("@bob", "one", "two")
		if want := []string{"one", "one", "two"}; !slices.Equal(asked, want) {
			t.Errorf("the server was asked for %q, want %q", asked, want)
		}
		if got := ada.states(one); got[len(got)-1] != chat.SaySent {
			t.Errorf("states %v", got)
		}
	})
}

// TestARefusalLetsTheNextOneGo: each of those to someone who is not there is
// refused, and once he is there the next one goes.
func TestARefusalLetsTheNextOneGo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, gone, lost := serverFor(t), true, false
		var asked []string
		s.instead = away(&gone, &lost, &asked)
		ada := start(t, as(s, "ada"))
		one, two := ada.say("@bob", "one"), ada.say("@bob", "two")
		pass(0)
		for _, cid := range []string{one, two} {
			if got := ada.states(cid); got[len(got)-1] != chat.SayFailed {
				t.Errorf("states %v", got)
			}
		}
		s.mu.Lock()
		gone = false
		s.mu.Unlock()
		ada.say("@bob", "three")
		pass(0)
		ada.wantHeard("@bob", "three")
	})
}

// TestWhereTheTargetIsSureNothingWaitsForAnAnswer: in a room that is heard and
// in a conversation there is, also by another spelling, many are on their way
// at once.
func TestWhereTheTargetIsSureNothingWaitsForAnAnswer(t *testing.T) {
	for _, target := range []string{"#lobby", "@bob", "@Bob"} {
		t.Run(target, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s, written := serverFor(t), 0
				s.instead = func(_ *fakeLink, cmd chat.Command) bool {
					say, ok := cmd.(*chat.Say)
					if ok && say.To == target {
						written++
					}
					return ok && say.To == target
				}
				s.post("ada|bob", "bob", "hello")
				ada := start(t, as(s, "ada", "#lobby"))
				pass(0)
				for i := range 10 {
					ada.say(target, fmt.Sprint(i))
				}
				pass(0)
				if written != 10 {
					t.Errorf("%d of 10 are on their way", written)
				}
			})
		})
	}
}
