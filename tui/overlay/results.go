package overlay

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Hit is a message that was found. The app says by RID and Seq which one it
// is.
type Hit struct {
	RID  string
	Seq  uint64
	Time safe.Text // when, as it is shown
	Room safe.Text
	From safe.Text
	Text safe.Text
	Gone bool // Text says why there is none

	rows []string // as drawn last
	as   drawnAs
}

// drawnAs is what drawn rows depend on.
type drawnAs struct {
	width int
	m     cell.Method
	s     Styles
}

// Results shows what was found, newest first, and asks for more.
type Results struct {
	title string
	words []string // marked in what was found
	hits  []Hit
	note  safe.Text
	tone  tone
	more  func() tea.Cmd // asks for the next page; nil if that is all
	scroller
}

// A tone says how a note is meant.
type tone int

const (
	hint tone = iota
	trouble
)

// NewResults returns a dialog that waits for what is found. Words are marked in
// it.
func NewResults(title string, words []string, note safe.Text) *Results {
	return &Results{title: title, words: words, note: note}
}

// Add puts a page below what is there. More asks for the next one; nil says
// that there is none. Note stands below.
func (r *Results) Add(hits []Hit, more func() tea.Cmd, note safe.Text) {
	r.hits = append(r.hits, hits...)
	r.more, r.note, r.tone = more, note, hint
}

// Fail says that the page could not be had, and why. More tries again.
func (r *Results) Fail(more func() tea.Cmd, why safe.Text) {
	r.more, r.note, r.tone = more, why, trouble
}

// Len returns how much was found so far.
func (r *Results) Len() int { return len(r.hits) }

// Change replaces the text of what was found, where it is there: it was
// edited or, with gone, taken away.
func (r *Results) Change(rid string, seq uint64, text safe.Text, gone bool) {
	i := slices.IndexFunc(r.hits, func(h Hit) bool { return h.RID == rid && h.Seq == seq })
	if i >= 0 && !r.hits[i].Gone {
		r.hits[i].Text, r.hits[i].Gone, r.hits[i].rows = text, gone, nil
	}
}

// Title implements Dialog.
func (r *Results) Title() string { return r.title }

// Update implements Dialog. Going on at the end asks for more.
func (r *Results) Update(msg tea.Msg) Outcome {
	was := r.top
	if r.update(msg) {
		if press, ok := msg.(tea.KeyPressMsg); ok && r.top == was && slices.Contains([]string{"down", "ctrl+n", "pgdown", "end"}, press.String()) {
			return Outcome{Yes: r.ask()}
		}
		return Outcome{}
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter", "q", "ctrl+c", "ctrl+d":
			return Outcome{Close: true}
		case "m", "space":
			return Outcome{Yes: r.ask()}
		}
	}
	return Outcome{}
}

// ask returns what asks for more, once.
func (r *Results) ask() func() tea.Cmd {
	more := r.more
	if r.more = nil; more != nil {
		r.note, r.tone = safe.Literal("Looking for more…"), hint
	}
	return more
}

// mostHitRows is how many rows of a message are shown.
const mostHitRows = 6

// Rows implements Dialog.
func (r *Results) Rows(width, height int, m cell.Method, s Styles) []string {
	var rows []string
	for i := range r.hits {
		h := &r.hits[i]
		if as := (drawnAs{width, m, s}); h.rows == nil || h.as != as {
			h.rows, h.as = r.hit(h, width, m, s), as
		}
		rows = append(rows, h.rows...)
	}
	look := s.Muted
	if r.tone == trouble {
		look = s.Alert
	}
	if !r.note.Empty() {
		rows = append(rows, wrap(r.note, width, m, look)...)
	}
	keys := "Enter closes"
	if r.more != nil {
		keys += " · m more"
	}
	return framed(rows, keys, &r.scroller, width, height, m, s)
}

// hit draws where and when something was said, by whom, and below it what.
func (r *Results) hit(h *Hit, width int, m cell.Method, s Styles) []string {
	head := row.New(width, m, "").Text(h.Time, s.Muted).Space(2).Part(h.Room, s.Key, max(width/3, 8)).Space(2).Text(h.From, s.Heading)
	rows := []string{head.String()}
	inner := max(width-2, 1)
	look := markup.Styles{Text: markup.Style(s.Text), Self: markup.Style(s.Found)}
	if h.Gone {
		look.Text = markup.Style(s.Muted)
	}
	text := markup.Render(r.spans(h), look, inner, m)
	if len(text) > mostHitRows {
		text = append(text[:mostHitRows-1], row.New(inner, m, "").Own("…", s.Muted).String())
	}
	for _, t := range text {
		rows = append(rows, row.New(width, m, "").Space(width-inner).Drawn(t, m.StringWidth(t)).String())
	}
	return append(rows, row.New(width, m, "").String())
}

// Of a long message a part is shown, in bytes: some before the first word that
// was found, and what follows.
const (
	longHit   = 900
	beforeHit = 150
)

// spans marks the words that were looked for.
func (r *Results) spans(h *Hit) []markup.Span {
	text := h.Text.String()
	if h.Gone {
		return []markup.Span{{Text: text}}
	}
	if len(text) > longHit {
		if at := found(text, r.words); len(at) > 0 && at[0][0] > beforeHit {
			text = "…" + text[at[0][0]-beforeHit:]
		}
		text = safe.Body(strings.ToValidUTF8(text[:min(len(text), longHit)], "")).String() // cut anywhere
	}
	var spans []markup.Span
	done := 0
	for _, at := range found(text, r.words) {
		spans = append(spans, markup.Span{Text: text[done:at[0]]}, markup.Span{Text: text[at[0]:at[1]], Kind: markup.Self})
		done = at[1]
	}
	return append(spans, markup.Span{Text: text[done:]})
}
