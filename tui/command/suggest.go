package command

import "strings"

// Suggest returns the name of the command that a mistyped one was most likely
// meant to be, or "" if none is near.
func Suggest(word string) string {
	word = strings.ToLower(word)
	best, least := "", tolerance(word)+1
	for _, s := range Table() {
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			if len(name) < 3 {
				continue // everything short is near to a name of one letter
			}
			d := distance(word, name)
			if strings.HasPrefix(name, word) && len(word) >= 2 {
				d = min(d, 1)
			}
			if d < least {
				best, least = s.Name, d
			}
		}
	}
	return best
}

// tolerance is how many mistakes a word of this length may hold.
func tolerance(word string) int {
	switch n := len(word); {
	case n < 3:
		return 1
	case n > 16:
		return 0
	default:
		return 2
	}
}

// distance counts the letters to add, drop, change or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 3 || d < -3 {
		return 3 + max(d, -d)
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
