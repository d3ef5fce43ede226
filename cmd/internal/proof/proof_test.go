package proof

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func first(int) int { return 0 }

// Where every promise was kept, nothing is found.
func TestACleanHistoryPasses(t *testing.T) {
	for _, f := range Check(story()) {
		t.Error(f)
	}
}

// A client that was killed while it recalled what it had kept was not lacking
// the rest.
func TestAKillInTheMidstOfRecallingIsNoHole(t *testing.T) {
	h := story()
	s, ok := h.pick(first, func(_ spot, step *Step) bool { return step.Kind == Recalled })
	if !ok {
		t.Fatal("nothing is recalled")
	}
	run := h.Clients[s.client].Runs[s.run]
	run.Stayed, run.Steps = false, run.Steps[:s.step+1]
	h.Clients = append(h.Clients, Recording{Client: "killed", Account: "account-killed", Runs: []Run{run}})
	for _, f := range Check(h) {
		if slices.Contains(f.Clients, "killed") {
			t.Error(f)
		}
	}
}

// One planted fault is found, is named, and nothing else is.
func TestAPlantedFaultIsNamed(t *testing.T) {
	for name, p := range plants() {
		t.Run(name, func(t *testing.T) {
			h := story()
			if !p.do(&h, first) {
				t.Fatal("there was no place for it")
			}
			found := Check(h)
			if len(found) == 0 {
				t.Fatal("nothing was found")
			}
			for _, f := range found {
				if f.Fault != p.fault {
					t.Errorf("found besides: %v", f)
				}
			}
			if s := found[0].String(); !strings.HasPrefix(s, string(p.fault)) || !strings.Contains(s, "seq") && p.fault != Forgotten {
				t.Errorf("it is told as %q", s)
			}
		})
	}
}

// Whatever happens in a world that keeps its promises, nothing is found.
func TestAnyCleanHistoryPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if found := Check(randomHistory(t)); len(found) > 0 {
			t.Fatalf("found %v", found)
		}
	})
}

// Whatever happens and wherever one fault is planted, it is found.
func TestAnyFaultIsFound(t *testing.T) {
	for name, p := range plants() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				h := randomHistory(t)
				if !p.do(&h, chooser(t)) {
					t.SkipNow()
				}
				for _, f := range Check(h) {
					if f.Fault == p.fault {
						return
					}
				}
				t.Fatalf("it was not found, but %v", Check(h))
			})
		})
	}
}

func chooser(t *rapid.T) func(int) int {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
}

func randomHistory(t *rapid.T) History {
	steps := rapid.IntRange(20, 80).Draw(t, "steps")
	return newWorld(3).run(steps, chooser(t))
}
