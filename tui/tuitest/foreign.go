package tuitest

import (
	"fmt"
	"regexp"
	"strings"
)

// Foreign returns the control sequences and characters in what a program wrote
// that the program itself has no reason to write, quoted; none if all is well.
func Foreign(raw []byte) []string {
	var found []string
	own := ownSequence()
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == 0x1b:
			seq := cut(raw[i:])
			if !own.MatchString(seq) {
				found = append(found, fmt.Sprintf("%q", seq))
			}
			i += len(seq)
		case c < 0x20 && !strings.ContainsRune("\r\n\b\t", rune(c)), c == 0x7f:
			found = append(found, fmt.Sprintf("%q", c))
			i++
		case c == 0xc2 && i+1 < len(raw) && raw[i+1] < 0xa0: // C1, as UTF-8
			found = append(found, fmt.Sprintf("%q", raw[i:i+2]))
			i += 2
		default:
			i++
		}
	}
	return found
}

// ownSequence matches what the renderer writes: moves, erasing, scrolling,
// colours, the modes the program declares, titles, links and a few questions.
func ownSequence() *regexp.Regexp {
	return regexp.MustCompile(`^\x1b(` + strings.Join([]string{
		`\[[0-9;:]{0,60}m`, // colours
		`\[[0-9;]{0,11}[ABCDEFGHJKLMPSTXZ@bdfr` + "`" + `I]`, // moves, erasing, scrolling
		`\[\?(7|25|1000|1002|1003|1004|1006|1049|2004|2026|2027)[hl]`,
		`\[\?(2026|2027)\$p`,   // may updates be atomic, are clusters known
		`\[[>=<?][0-9;]{0,9}u`, // keyboard
		`\[>[0-9;]{0,9}m`,      // keyboard, the older way
		`\[[0-9] q`,            // shape of the cursor
		`\][02];[^\x00-\x1f\x7f-\x9f]*(\x07|\x1b\\)`, // title
		`\]8;[^;\x00-\x1f]*;((https?|mailto):[!-~]*)?(\x07|\x1b\\)`,
		`\]1[01];\?(\x07|\x1b\\)`, // which colours are there
		`[M78D]`,
	}, "|") + `)$`)
}

// cut returns the escape sequence at the beginning of raw as a terminal would
// read it.
func cut(raw []byte) string {
	if len(raw) < 2 {
		return string(raw)
	}
	switch raw[1] {
	case '[':
		for i := 2; i < len(raw); i++ {
			if raw[i] >= 0x40 && raw[i] <= 0x7e || raw[i] < 0x20 {
				return string(raw[:i+1])
			}
		}
	case ']', 'P', '_', '^', 'X':
		for i := 2; i < len(raw); i++ {
			if raw[i] == 0x07 || raw[i] == '\\' && raw[i-1] == 0x1b {
				return string(raw[:i+1])
			}
		}
	default:
		return string(raw[:2])
	}
	return string(raw)
}
