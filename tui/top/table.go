package top

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A sheet draws figures in rows of width cells.
type sheet struct {
	width  int
	method cell.Method
	rows   []string
}

// labelCells is how wide the names of the figures are.
const labelCells = 11

// put adds a row of a name and what is known of it.
func (s *sheet) put(label, text string) {
	s.add(row.New(s.width, s.method, "").Own(" "+label, row.Faint).Until(s.width-labelCells).Text(safe.Line(text), ""))
}

func (s *sheet) add(r *row.Row) { s.rows = append(s.rows, r.String()) }

// A column of a table.
type column struct {
	name  string
	cells int
	right bool // numbers end together
}

// line adds a row of a table.
func (s *sheet) line(columns []column, style row.Style, values ...string) {
	r := row.New(s.width, s.method, "").Space(1)
	for i, c := range columns {
		end := r.Left() - c.cells
		value := safe.Line(values[i])
		if c.right {
			r.Space(max(c.cells-row.Width(value, s.method), 0))
		}
		r.Part(value, style, c.cells).Until(max(end, 0)).Space(2)
	}
	s.add(r)
}

// Lines draws figures, at most height rows of width cells each. Before are
// those of some time ago, for rates; nil if there are none.
func Lines(before, now *chat.Stats, width, height int, method cell.Method) []string {
	s := &sheet{width: width, method: method}
	s.summary(before, now)
	left := height - len(s.rows) - 4 // two empty rows, two heads
	rooms := min(len(now.Busy), max(left-min(len(now.Here), left/2), 0))
	s.rooms(now.Busy[:rooms])
	s.sessions(now.Here[:min(len(now.Here), max(left-rooms, 0))], now.Time)
	return s.rows[:min(len(s.rows), max(height, 0))]
}

// summary draws what is one figure each.
func (s *sheet) summary(before, now *chat.Stats) {
	rate := ratesOf(before, now)
	u := &now.Usage
	s.put("up", fmt.Sprintf("%s · %s", span(now.Time.Sub(now.Since)), now.Time.Local().Format(time.TimeOnly)))
	s.put("people", fmt.Sprintf("%s · %s", many(now.Accounts, "account"), many(now.Guests, "guest")))
	s.put("links", fmt.Sprintf("%d encrypted · %d plain · %d of this machine", now.TLS, now.Plain, now.Local))
	s.put("messages", fmt.Sprintf("%s kept%s · %s deliveries%s · %s rooms", number(now.Kept), rate.kept, number(now.Deliveries), rate.deliveries, number(uint64(max(now.Rooms, 0)))))
	s.put("waiting", fmt.Sprintf("%s · %s behind · %s hints dropped · %s lags", bytes(now.Waiting), number(uint64(max(now.Behind, 0))), number(now.Drops), number(now.Lags)))
	s.put("machine", fmt.Sprintf("%s%s memory", rate.cpu, bytes(u.Memory)))
	if u.Disk > 0 {
		text := fmt.Sprintf("%s used · %s free", bytes(u.Disk), bytes(u.Free))
		if u.Commits > 0 {
			text += fmt.Sprintf(" · %s commits%s, %.1f entries and %.2f ms each", number(u.Commits), rate.commits,
				float64(u.Entries)/float64(u.Commits), float64(u.CommitMS)/float64(u.Commits))
		}
		s.put("disk", text)
	}
	if text := codes(now.Refusals); text != "" {
		s.put("refused", text)
	}
	if text := codes(now.Ends); text != "" {
		s.put("ended", text)
	}
	if now.Trouble != "" {
		s.put("TROUBLE", "nothing can be kept: "+now.Trouble)
	}
}

// rates are how fast figures grow, as texts to stand behind them.
type rates struct{ kept, deliveries, commits, cpu string }

func ratesOf(before, now *chat.Stats) (r rates) {
	if before == nil || !before.Since.Equal(now.Since) {
		return r
	}
	seconds := now.Time.Sub(before.Time).Seconds()
	if seconds <= 0 {
		return r
	}
	per := func(was, is uint64) string {
		return fmt.Sprintf(" (%s/s)", number(uint64(float64(is-min(was, is))/seconds+0.5)))
	}
	r.kept, r.deliveries = per(before.Kept, now.Kept), per(before.Deliveries, now.Deliveries)
	r.commits = per(before.Usage.Commits, now.Usage.Commits)
	if now.Usage.CPUMS > 0 {
		r.cpu = fmt.Sprintf("%.0f %% of a core · ", float64(now.Usage.CPUMS-before.Usage.CPUMS)/seconds/10)
	}
	return r
}

func (s *sheet) rooms(list []chat.RoomStats) {
	columns := []column{{"ROOM", max(s.width-50, 12), false}, {"KIND", 8, false}, {"PEOPLE", 6, true}, {"/MIN", 6, true}, {"MESSAGES", 10, true}, {"ITEMS", 6, true}}
	s.rows = append(s.rows, row.New(s.width, s.method, "").String())
	s.head(columns)
	for _, r := range list {
		items := ""
		if chat.IsQueue(r.Kind) {
			items = fmt.Sprint(r.Waiting)
		}
		s.line(columns, "", r.Room, r.Kind, fmt.Sprint(r.Count), fmt.Sprint(r.Rate), number(r.Seq), items)
	}
}

func (s *sheet) sessions(list []chat.SessionStats, now time.Time) {
	columns := []column{{"NICK", max(s.width-54, 12), false}, {"WHO", 7, false}, {"OVER", 5, false}, {"FROM", 15, false}, {"SINCE", 7, true}, {"WAITING", 8, true}}
	s.rows = append(s.rows, row.New(s.width, s.method, "").String())
	s.head(columns)
	for _, h := range list {
		who, waiting := "guest", ""
		switch {
		case h.Bot:
			who = "bot"
		case h.Account != "":
			who = "account"
		}
		if h.Waiting > 0 {
			waiting = bytes(h.Waiting)
		}
		if h.Behind {
			waiting += "+"
		}
		s.line(columns, "", h.Nick, who, h.Over, cmp.Or(h.From, "here"), span(now.Sub(h.Since)), waiting)
	}
}

func (s *sheet) head(columns []column) {
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		names = append(names, c.name)
	}
	s.line(columns, row.Bold, names...)
}

func codes(list []chat.CodeCount) string {
	parts := make([]string, 0, len(list))
	for _, c := range list {
		parts = append(parts, fmt.Sprintf("%s %s", c.Code, number(c.Count)))
	}
	return strings.Join(parts, " · ")
}

// number writes a number so that it is read at once.
func number(n uint64) string {
	if n < 1_000_000 {
		return humanize.Comma(int64(n)) //nolint:gosec // small
	}
	return strings.TrimSpace(humanize.SIWithDigits(float64(n), 2, ""))
}

func bytes(n int64) string { return humanize.IBytes(uint64(max(n, 0))) } //nolint:gosec // not negative

func many(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return number(uint64(max(n, 0))) + " " + what + "s" //nolint:gosec // not negative
}

// span writes how long something lasts, in its two largest units.
func span(d time.Duration) string {
	d = max(d, 0).Round(time.Second)
	h, m, s := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	switch {
	case h >= 48:
		return fmt.Sprintf("%dd%02dh", h/24, h%24)
	case h > 0:
		return fmt.Sprintf("%dh%02dm", h, m)
	case m > 0:
		return fmt.Sprintf("%dm%02ds", m, s)
	}
	return fmt.Sprintf("%ds", s)
}
