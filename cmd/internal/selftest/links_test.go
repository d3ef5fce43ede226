package selftest

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/cmd/internal/chaos"
	"github.com/chat-tui/chat-tui/cmd/internal/proof"
)

// try lets three people talk, one of them over links that fail, and a server
// die, and reports what is wrong.
func try(t *testing.T, deaths []death, scripts ...[]chaos.Link) (lives int, err error) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, deaths...)
		h.serve()
		for _, script := range scripts {
			h.talker(30, script...)
		}
		h.talker(30)
		h.talker(30)
		for _, x := range h.talkers {
			h.start(x)
		}
		err = h.rest()
		lives = h.lives
	})
	return lives, err
}

// Each way in which a link can fail loses nothing.
func TestNoFaultOfALinkLosesAnything(t *testing.T) {
	for name, l := range map[string]chaos.Link{
		"clean": {},
		"N07 reset in the midst of a frame from the server": {Down: chaos.Fault{Kind: chaos.Reset, After: 3000}},
		"N07 reset in the midst of a frame to the server":   {Up: chaos.Fault{Kind: chaos.Reset, After: 1000}},
		"cut in the greeting":                               {Down: chaos.Fault{Kind: chaos.Cut, After: 50}},
		"N08 every byte alone":                              {Up: chaos.Fault{Kind: chaos.Split, After: 5000}, Down: chaos.Fault{Kind: chaos.Split, After: 5000}},
		"N10 a stall of 20 s down":                          {Down: chaos.Fault{Kind: chaos.Stall, After: 2000, For: 20 * time.Second}},
		"N10 a stall of 20 s up":                            {Up: chaos.Fault{Kind: chaos.Stall, After: 1000, For: 20 * time.Second}},
		"N12 the old link still delivers": {
			Up: chaos.Fault{Kind: chaos.Stall, After: 1000, For: 40 * time.Second}, Down: chaos.Fault{Kind: chaos.Mute, After: 1500},
		},
		"N19 a line lost":       {Down: chaos.Fault{Kind: chaos.Drop, After: 7}},
		"N20 a line doubled":    {Down: chaos.Fault{Kind: chaos.Double, After: 7}},
		"N21 two lines swapped": {Down: chaos.Fault{Kind: chaos.Swap, After: 7}},
		"N31 the way back dead": {Down: chaos.Fault{Kind: chaos.Mute, After: 2000}},
		"the way there dead":    {Up: chaos.Fault{Kind: chaos.Mute, After: 1000}},
		"refused":               {Refuse: 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := try(t, nil, []chaos.Link{l, l}); err != nil {
				t.Error(err)
			}
		})
	}
}

// A store that says it kept what it did not is found out.
func TestAStoreThatLiesIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, death{after: 20})
		h.store.lies = 5
		h.serve()
		for range 3 {
			h.start(h.talker(30))
		}
		err := h.rest()
		if err == nil || !strings.Contains(err.Error(), string(proof.LostAtRestart)) {
			t.Errorf("found: %v", err)
		}
	})
}

// A server that ends before or after a commit, and before the answer, loses
// nothing and doubles nothing (D02, D03).
func TestNoDeathOfTheServerLosesAnything(t *testing.T) {
	for _, committed := range []bool{false, true} {
		for _, after := range []int{0, 1, 7, 20} {
			lives, err := try(t, []death{{after, committed}, {3, !committed}, {0, committed}}, nil)
			if err != nil || lives != 4 {
				t.Errorf("after %d commits, committed %v: %d lives, %v", after, committed, lives, err)
			}
		}
	}
}

// Whatever fails in whatever order, nothing is lost.
func TestNoScheduleLosesAnything(t *testing.T) {
	kinds := []chaos.Kind{
		chaos.None, chaos.Cut, chaos.Reset, chaos.Stall, chaos.Mute, chaos.Split, chaos.Drop, chaos.Double, chaos.Swap,
	}
	fault := func(t *rapid.T, kinds []chaos.Kind) chaos.Fault {
		f := chaos.Fault{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		if f.Kind >= chaos.Drop {
			f.After = rapid.IntRange(0, 40).Draw(t, "lines")
		} else {
			f.After = rapid.IntRange(0, 8000).Draw(t, "bytes")
		}
		if f.Kind == chaos.Stall || f.Kind == chaos.Mute {
			f.For = time.Duration(rapid.IntRange(0, 60).Draw(t, "seconds")) * time.Second
		}
		return f
	}
	upward := rapid.Custom(func(t *rapid.T) chaos.Fault { return fault(t, kinds[:6]) })
	downward := rapid.Custom(func(t *rapid.T) chaos.Fault { return fault(t, kinds) })
	link := rapid.Custom(func(t *rapid.T) chaos.Link {
		return chaos.Link{
			Refuse: time.Duration(max(0, rapid.IntRange(-8, 5).Draw(t, "refuse"))) * time.Second,
			Up:     upward.Draw(t, "up"), Down: downward.Draw(t, "down"),
		}
	})
	dying := rapid.Custom(func(t *rapid.T) death {
		return death{rapid.IntRange(0, 30).Draw(t, "commits"), rapid.Bool().Draw(t, "committed")}
	})
	rapid.Check(t, func(rt *rapid.T) {
		one := rapid.SliceOfN(link, 0, 5).Draw(rt, "links of one")
		two := rapid.SliceOfN(link, 0, 5).Draw(rt, "links of two")
		deaths := rapid.SliceOfN(dying, 0, 3).Draw(rt, "deaths")
		if _, err := try(t, deaths, one, two); err != nil {
			rt.Fatal(err)
		}
	})
}
