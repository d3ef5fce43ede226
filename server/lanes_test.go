package server

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func texts(lines [][]byte) string { return string(bytes.Join(lines, nil)) }

func TestLanesAreServedInTurn(t *testing.T) {
	var l lanes
	l.post(newsKey{aboutPresence, "", "ada"}, []byte("ada away\n"), 1000)
	l.add([]byte("frame 1\n"))
	l.answer([]byte("answer 1\n")) // little waits: in turn
	l.add(bytes.Repeat([]byte("x"), overtakeFrom))
	l.add([]byte("frame 2\n"))
	l.answer([]byte("answer 2\n"))
	l.post(newsKey{aboutCrowd, "r", "bob"}, []byte("bob came\n"), 1000)
	l.post(newsKey{aboutPresence, "", "ada"}, []byte("ada back\n"), 1000)
	got := strings.ReplaceAll(texts(l.take(1<<20, true)), strings.Repeat("x", overtakeFrom), "long\n")
	if want := "answer 2\nframe 1\nanswer 1\nlong\nframe 2\nbob came\nada back\n"; got != want {
		t.Errorf("served as\n%s\nwant\n%s", got, want)
	}
	if !l.empty() {
		t.Errorf("left is %+v", l)
	}
}

// A line that is begun is ended before anything overtakes it.
func TestALineIsEndedFirst(t *testing.T) {
	var l lanes
	l.giveBack([][]byte{[]byte("st of 1\nframe 2\n"), []byte("frame 3\n")}, true)
	l.framed = overtakeFrom
	l.answer([]byte("answer\n"))
	if got := texts(l.take(1<<20, true)); got != "st of 1\nanswer\nframe 2\nframe 3\n" {
		t.Errorf("served as %q", got)
	}
}

// What is too much of the news is dropped, the oldest first.
func TestNewsAreBounded(t *testing.T) {
	var l lanes
	all := 0
	var dropped uint64
	for i := range 10 {
		grown, gone := l.post(newsKey{aboutCrowd, "r", fmt.Sprint(i)}, []byte("12345678\n"), 45)
		all += grown
		dropped += gone
	}
	if all != 45 || dropped != 5 || l.news.bytes != 45 || len(l.news.byKey) != 5 {
		t.Errorf("%d bytes, %d dropped, %+v", all, dropped, l.news)
	}
	if bytes, hints := l.dropNews(); bytes != 45 || hints != 5 || !l.empty() {
		t.Errorf("%d bytes, %d hints", bytes, hints)
	}
}

// Whatever comes in whatever order and is written in whatever pieces: no line is
// split or lost but news, frames and answers keep their order, and of the news
// of a kind the newest comes last.
func TestLanesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l lanes
		var out []byte
		var frames, answers []string
		newest := map[string]string{}
		n, counted := 0, 0
		write := func(most int, part int) {
			lines := l.take(most, rapid.Bool().Draw(t, "news"))
			size := len(texts(lines))
			part = min(part, size)
			out = append(out, texts(lines)[:part]...)
			counted -= part
			if rest := after(lines, part); len(rest) > 0 {
				l.giveBack(rest, len(out) > 0 && out[len(out)-1] != '\n')
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"frames": func(t *rapid.T) {
				n++
				line := fmt.Sprintf("f%d %s\nf%d.\n", n, strings.Repeat("x", rapid.IntRange(0, 3000).Draw(t, "long")), n)
				frames = append(frames, fmt.Sprintf("f%d", n), fmt.Sprintf("f%d.", n))
				l.add([]byte(line))
				counted += len(line)
			},
			"answer": func(*rapid.T) {
				n++
				line := fmt.Sprintf("a%d\n", n)
				answers = append(answers, fmt.Sprintf("a%d", n))
				l.answer([]byte(line))
				counted += len(line)
			},
			"news": func(t *rapid.T) {
				n++
				who := rapid.SampledFrom([]string{"ada", "bob"}).Draw(t, "who")
				grown, dropped := l.post(newsKey{aboutPresence, "", who}, fmt.Appendf(nil, "n%s %d\n", who, n), 1<<20)
				counted += grown
				if newest[who] = fmt.Sprint(n); dropped != 0 {
					t.Fatal("news were dropped")
				}
			},
			"settle": func(*rapid.T) { l.settle() },
			"write": func(t *rapid.T) {
				write(rapid.IntRange(1, 9000).Draw(t, "most"), rapid.IntRange(0, 9000).Draw(t, "part"))
			},
		})
		for !l.empty() {
			write(1<<20, 1<<20)
		}
		var gotFrames, gotAnswers []string
		last := map[string]string{}
		for line := range strings.Lines(string(out)) {
			name, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			switch name[0] {
			case 'f':
				gotFrames = append(gotFrames, name)
			case 'a':
				gotAnswers = append(gotAnswers, name)
			case 'n':
				last[name[1:]] = rest
			}
		}
		slices.Sort(gotAnswers) // those that waited while little did, others may have overtaken
		slices.Sort(answers)
		if !slices.Equal(gotFrames, frames) || !slices.Equal(gotAnswers, answers) || counted != 0 {
			t.Fatalf("out came %q and %q, in went %q and %q; %d bytes too many", gotFrames, gotAnswers, frames, answers, counted)
		}
		for who, want := range newest {
			if last[who] != want {
				t.Fatalf("the last of %s is %s, want %s", who, last[who], want)
			}
		}
	})
}
