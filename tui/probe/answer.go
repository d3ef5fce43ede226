package probe

import (
	"regexp"
	"strconv"
	"strings"
)

// mostName bounds the name a terminal gives itself, in bytes.
const mostName = 100

// An answer is one sequence the terminal sent.
type answer struct {
	kind  string // what begins and ends it: "?c" for ESC [ ? … c
	words []int  // its numbers
	text  string // of a string sequence
}

// take reads the answers in raw. What is no answer, such as keys pressed
// meanwhile, is passed over.
func (a *Answers) take(raw []byte) {
	for _, got := range answers(raw) {
		switch got.kind {
		case "?c":
			a.Answered, a.Attributes = true, got.words
		case "?$y":
			a.mode(got.words)
		case "?u":
			if len(got.words) > 0 {
				a.Keyboard = got.words[0]
			}
		case "R":
			if len(got.words) == 2 && len(a.Widths) < len(Samples()) {
				a.Widths = append(a.Widths, got.words[1]-1)
			}
		case ">|":
			a.Name = bounded(got.text)
		case "]11":
			a.Background = bounded(got.text)
		}
	}
}

// mode notes a report of a mode.
func (a *Answers) mode(words []int) {
	if len(words) != 2 || words[1] < int(Unknown) || words[1] > int(NeverSet) {
		return
	}
	switch m := Mode(words[1]); words[0] { //nolint:gosec // checked above
	case 2026:
		a.Sync = m
	case 2027:
		a.Clusters = m
	}
}

func bounded(s string) string { return s[:min(len(s), mostName)] }

// ended reports whether the last question was answered.
func ended(raw []byte) bool {
	for _, got := range answers(raw) {
		if got.kind == "?c" {
			return true
		}
	}
	return false
}

// sequence matches what a terminal may answer, each bounded: a name, a colour,
// or numbers with what begins and ends them. x/ansi cannot be used here: it
// panics when there are more numbers than it expects.
var sequence = regexp.MustCompile(
	`\x1bP>\|([^\x00-\x1f\x7f]{0,400})\x1b\\` + // 1: XTVERSION
		`|\x1b\](\d{1,4});([^\x00-\x1f\x7f]{0,400})(?:\x07|\x1b\\)` + // 2, 3: OSC
		`|\x1b\[([<=>?]?)([0-9;]{0,100})([ -/]?)([@-~])`) // 4 to 7: CSI

// answers takes raw apart.
func answers(raw []byte) (list []answer) {
	for _, m := range sequence.FindAllSubmatch(raw, -1) {
		switch {
		case len(m[7]) > 0:
			list = append(list, answer{kind: string(m[4]) + string(m[6]) + string(m[7]), words: numbers(string(m[5]))})
		case len(m[2]) > 0:
			list = append(list, answer{kind: "]" + string(m[2]), text: string(m[3])})
		default:
			list = append(list, answer{kind: ">|", text: string(m[1])})
		}
	}
	return list
}

// numbers reads numbers with ; between them. One that is missing or too large
// is nothing.
func numbers(s string) (list []int) {
	if s == "" {
		return nil
	}
	for field := range strings.SplitSeq(s, ";") {
		n, err := strconv.ParseUint(field, 10, 16)
		if err != nil {
			n = 0
		}
		list = append(list, int(n)) //nolint:gosec // of 16 bits
	}
	return list
}
