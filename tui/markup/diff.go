package markup

import "strings"

// headers begin the lines of a diff between its files.
//
//nolint:gochecknoglobals // an immutable table
var headers = [...]string{
	"diff ", "index ", "--- ", "+++ ", "old mode ", "new mode ", "new file ", "deleted file ",
	"similarity ", "dissimilarity ", "rename ", "copy ", "Binary ", "\\ ", "Only in ",
}

// diff returns the length of the unified diff s begins with, without the line
// end after it; 0 if it is not surely one. A hunk says how many lines it has,
// so the end is where the last one is full. Every line is looked at once, and
// before the first hunk there are few.
func diff(s string) int {
	end, lines := 0, 0 // behind the last hunk
	for at := 0; at < len(s); {
		line, next := cutLine(s, at)
		if before, after, ok := hunk(line); ok {
			full := hunkEnd(s, next, before, after)
			if full < next {
				break // a hunk without lines
			}
			end, at = full, min(full+1, len(s))
			continue
		}
		if lines++; end == 0 && lines > len(headers) || !header(line) {
			break
		}
		if end > 0 && strings.HasPrefix(line, `\ `) {
			end = at + len(line)
		}
		at = next
	}
	return end
}

// cutLine returns the line of s at i, and where the next one begins.
func cutLine(s string, i int) (line string, next int) {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return s[i : i+n], i + n + 1
	}
	return s[i:], len(s)
}

func header(line string) bool {
	for _, h := range headers {
		if strings.HasPrefix(line, h) {
			return true
		}
	}
	return false
}

// hunkEnd returns where the hunk ends whose lines begin at i: after so many
// lines of before and after, or before what is none of its lines.
func hunkEnd(s string, i, before, after int) int {
	end := i - 1
	for i < len(s) && (before > 0 || after > 0) {
		line, next := cutLine(s, i)
		switch {
		case line == "" || line[0] == ' ': // spaces may have got lost
			before, after = before-1, after-1
		case line[0] == '-':
			before--
		case line[0] == '+':
			after--
		case line[0] == '\\':
		default:
			return end
		}
		end, i = i+len(line), next
	}
	return end
}

// hunk reads the line that begins a hunk, such as "@@ -1,4 +1,5 @@ func f": how
// many lines of each side follow.
func hunk(line string) (before, after int, ok bool) {
	rest, ok := strings.CutPrefix(line, "@@ -")
	if !ok {
		return 0, 0, false
	}
	before, rest, ok = span(rest)
	if !ok {
		return 0, 0, false
	}
	if rest, ok = strings.CutPrefix(rest, " +"); !ok {
		return 0, 0, false
	}
	after, rest, ok = span(rest)
	return before, after, ok && strings.HasPrefix(rest, " @@")
}

// span reads "12,3" or "12", and returns the number of lines.
func span(s string) (lines int, rest string, ok bool) {
	_, s, ok = digits(s)
	if !ok || s == "" || s[0] != ',' {
		return 1, s, ok
	}
	return digits(s[1:])
}

// digits reads a number of at most six digits.
func digits(s string) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && i < 6 && '0' <= s[i] && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:], i > 0
}
