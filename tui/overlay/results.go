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

	rows []string // as drawn last, without the sign of the selected one
	as   drawnAs
}

// drawnAs is what drawn rows depend on.
type drawnAs struct {
	width int
	m     cell.Method
	s     Styles
}

// Results shows what was found, newest first, and asks for more. One hit is
// selected; Enter opens it where that was asked for with OnOpen.
type Results struct {
	title  string
	words  []string // marked in what was found
	hits   []Hit
	note   safe.Text
	tone   tone
	more   func() tea.Cmd // asks for the next page; nil if that is all
	open   func(Hit) tea.Cmd
	at     int      // the selected hit
	spans  [][2]int // rows of each hit, from and to, when last drawn
	follow bool     // the selected hit is to be brought on the screen
	point  int      // row the selected hit begins at on the screen, when last drawn
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

// OnOpen sets what Enter, or a click, does with the selected hit when the
// dialog has closed. Without it Enter closes only.
func (r *Results) OnOpen(open func(Hit) tea.Cmd) { r.open = open }

// Selected returns the hit Enter would open; ok is false if there is none.
func (r *Results) Selected() (h Hit, ok bool) {
	if r.at >= len(r.hits) {
		return Hit{}, false
	}
	return r.hits[r.at], true
}

// Cursor implements Pointer: on the selected hit.
func (r *Results) Cursor() (x, y int, ok bool) {
	return 0, max(0, min(r.point, r.height-1)), true
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
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		if r.update(msg) {
			r.stay()
		}
	case tea.MouseClickMsg:
		if i := r.hitAt(r.top + msg.Y); msg.Button == tea.MouseLeft && i >= 0 && msg.Y < r.height {
			r.at = i
			return r.enter()
		}
	case tea.KeyPressMsg:
		return r.press(msg)
	}
	return Outcome{}
}

// press takes a key.
func (r *Results) press(msg tea.KeyPressMsg) Outcome {
	last := max(0, len(r.hits)-1)
	was := r.at
	switch msg.String() {
	case "up", "ctrl+p", "k", "shift+tab":
		r.at = max(0, r.at-1)
	case "down", "ctrl+n", "j", "tab":
		r.at = min(last, r.at+1)
	case "pgup":
		r.page(-1)
	case "pgdown":
		r.page(1)
	case "home", "ctrl+home", "g":
		r.at = 0
	case "end", "ctrl+end", "G":
		r.at = last
	case "enter":
		return r.enter()
	case "q", "ctrl+c", "ctrl+d":
		return Outcome{Close: true}
	case "m", "space":
		return Outcome{Yes: r.ask()}
	default:
		return Outcome{}
	}
	r.follow = true
	if r.at == was && r.at == last && slices.Contains([]string{"down", "ctrl+n", "j", "tab", "pgdown", "end", "ctrl+end", "G"}, msg.String()) {
		r.top = r.length // what stands below the hits
		return Outcome{Yes: r.ask()}
	}
	return Outcome{}
}

// enter closes the dialog and opens the selected hit.
func (r *Results) enter() Outcome {
	out := Outcome{Close: true}
	if h, ok := r.Selected(); ok && r.open != nil {
		out.Yes = func() tea.Cmd { return r.open(h) }
	}
	return out
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
	sign := 2 // cells before each hit
	if width < 12 {
		sign = min(1, width-1)
	}
	var rows []string
	r.spans = r.spans[:0]
	for i := range r.hits {
		h := &r.hits[i]
		if as := (drawnAs{width - sign, m, s}); h.rows == nil || h.as != as {
			h.rows, h.as = r.hit(h, width-sign, m, s), as
		}
		r.spans = append(r.spans, [2]int{len(rows), len(rows) + len(h.rows)})
		rows = append(rows, h.rows...)
	}
	hits := len(rows)
	look := s.Muted
	if r.tone == trouble {
		look = s.Alert
	}
	if !r.note.Empty() {
		rows = append(rows, wrap(r.note, width, m, look)...)
	}
	keys := "Enter closes"
	if r.open != nil && len(r.hits) > 0 {
		if keys = "Enter opens"; width >= 44 {
			keys += " · Esc closes"
		}
	}
	if r.more != nil {
		keys += " · m more"
	}
	r.bring(len(rows), height)
	top := framed(rows, keys, &r.scroller, width, height, m, s)
	for y := range min(r.height, len(top)) {
		if at := r.top + y; at < hits {
			top[y] = r.signed(top[y], at, sign, width, m, s)
		}
	}
	return top
}

// signed puts before a row of the hits the sign of the selected one.
func (r *Results) signed(drawn string, at, sign, width int, m cell.Method, s Styles) string {
	line := row.New(width, m, "")
	if span := r.spans[r.at]; sign > 0 && span[0] <= at && at < span[1]-1 {
		mark := "│"
		if at == span[0] {
			mark = "›"
		}
		line.Own(mark, s.Key)
	}
	return line.Until(width-sign).Drawn(drawn, width-sign).String()
}

// hit draws where and when something was said, by whom, and below it what.
func (r *Results) hit(h *Hit, width int, m cell.Method, s Styles) []string {
	head := row.New(width, m, "").Text(h.Time, s.Muted).Space(2).Part(h.Room, s.Key, max(width/3, 8)).Space(2).Text(h.From, s.Heading)
	rows := []string{head.String()}
	look := markup.Styles{Text: markup.Style(s.Text), Self: markup.Style(s.Found)}
	if h.Gone {
		look.Text = markup.Style(s.Muted)
	}
	text := markup.Render(r.marks(h), look, width, m)
	if len(text) > mostHitRows {
		text = append(text[:mostHitRows-1], row.New(width, m, "").Own("…", s.Muted).String())
	}
	for _, t := range text {
		rows = append(rows, row.New(width, m, "").Drawn(t, m.StringWidth(t)).String())
	}
	return append(rows, row.New(width, m, "").String())
}

// Of a long message a part is shown, in bytes: some before the first word that
// was found, and what follows.
const (
	longHit   = 900
	beforeHit = 150
)

// marks marks the words that were looked for.
func (r *Results) marks(h *Hit) []markup.Span {
	text := h.Text.String()
	if h.Gone {
		return []markup.Span{{Text: text}}
	}
	if len(text) > longHit {
		if at := Found(text, r.words); len(at) > 0 && at[0][0] > beforeHit {
			text = "…" + text[at[0][0]-beforeHit:]
		}
		text = safe.Body(strings.ToValidUTF8(text[:min(len(text), longHit)], "")).String() // cut anywhere
	}
	var spans []markup.Span
	done := 0
	for _, at := range Found(text, r.words) {
		spans = append(spans, markup.Span{Text: text[done:at[0]]}, markup.Span{Text: text[at[0]:at[1]], Kind: markup.Self})
		done = at[1]
	}
	return append(spans, markup.Span{Text: text[done:]})
}
