package picture_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/picture"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// screen returns the frame of rows drawn on 20 by 3 cells.
func screen(rows string) picture.Frame {
	return picture.Frame{Lines: tuitest.Draw(rows, tuitest.Options{Width: 20, Height: 3, Unicode: true}).Cells()}
}

// still returns the picture of rows, which has to be well-formed.
func still(t *testing.T, rows string) string {
	t.Helper()
	var b bytes.Buffer
	if err := picture.Still(&b, screen(rows), picture.Dark("a <title>")); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.Bytes())
	return b.String()
}

func wellFormed(t *testing.T, file []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(file))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in:\n%s", err, file)
		}
	}
}

// Every run of characters begins in its cell and takes its cells, behind wide
// ones as well.
func TestCharactersStandInTheirCells(t *testing.T) {
	for rows, want := range map[string]string{
		"hello":       `x="0" textLength="42">hello<`,
		"你好 you":      `x="42" textLength="25.2">you<`,
		"👩‍👩‍👧‍👦 you": `x="25.2" textLength="25.2">you<`,
		"one two":     `textLength="58.8">one two<`,
		"one  two":    `x="42" textLength="25.2">two<`,
	} {
		if got := still(t, rows); !strings.Contains(got, want) {
			t.Errorf("%q is not drawn with %s:\n%s", rows, want, got)
		}
	}
}

// What is said cannot leave the text it stands in.
func TestTextIsEscaped(t *testing.T) {
	if got := still(t, `<a href="&">`); strings.Contains(got, "<a ") || strings.Contains(got, `"&"`) {
		t.Error(got)
	}
}

// Colours and weights are kept, reversed ones the other way round.
func TestStylesAreKept(t *testing.T) {
	got := still(t, "\x1b[1;38;2;1;2;3mbold\x1b[0m \x1b[7mback\x1b[0m \x1b[4;9mlines\x1b[0m")
	for _, part := range []string{"fill:#010203;font-weight:700;", `width="33.6" height="18.3" fill="#d9dce8"`, "fill:#171923", "underline line-through"} {
		if !strings.Contains(got, part) {
			t.Errorf("%s is missing:\n%s", part, got)
		}
	}
}

// Lines have no gaps: they are drawn, not written.
func TestLinesAreDrawn(t *testing.T) {
	got := still(t, "╭───╮\r\n│ ▌ │\r\n╰───╯")
	for _, r := range "╭─╮│▌╰╯" {
		if strings.ContainsRune(got, r) {
			t.Errorf("%c is written", r)
		}
	}
	if !strings.Contains(got, `<path d="M8.4 9H33.6"`) {
		t.Errorf("three dashes are not one line:\n%s", got)
	}
}

// A film shows every line at its time, holds what does not change once, and is
// the same at every writing.
func TestFilm(t *testing.T) {
	var f picture.Film
	f.Add(screen("stays\r\nfirst"), time.Second)
	f.Add(screen("stays\r\nfirst"), time.Second)
	f.Add(screen("stays\r\nsecond"), 2*time.Second)
	if f.Length() != 4*time.Second || f.Last() != 1 {
		t.Errorf("it takes %v, its last frame is %d", f.Length(), f.Last())
	}
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := f.Write(b, f.Last(), picture.Light("film")); err != nil {
			t.Fatal(err)
		}
	}
	wellFormed(t, one.Bytes())
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two writings differ")
	}
	for part, times := range map[string]int{
		">stays<": 1, ">first<": 1, ">second<": 1, "animation-duration:4.00s": 1,
		"@keyframes f0t1{0.000%{visibility:visible}50.000%{visibility:hidden}}": 1,
		"@keyframes f1t2{0%{visibility:hidden}50.000%{visibility:visible}}":     1,
		`<g><use href="#l0" y="0"/></g>`:                                        1, `class="f p f1t2"`: 1, `class="f f0t1"`: 1,
	} {
		if n := strings.Count(one.String(), part); n != times {
			t.Errorf("%s stands there %d times:\n%s", part, n, one.String())
		}
	}
}
