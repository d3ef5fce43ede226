package chat

import "strings"

// A Choice is one of the answers that a question offers. Who chooses it puts
// its sign under the message, as a reaction.
type Choice struct {
	Sign string // one character, which is also the reaction
	Text string
}

// MaxChoices is how many answers a question may offer; it offers at least two.
const MaxChoices = 9

// choiceSign returns the sign of the answer at an index: a digit in a circle.
func choiceSign(i int) string { return string(rune('①' + i)) }

// AppendChoices returns a question with the answers it offers, as the text of
// a message: each on a line of its own at the end, behind its sign. See
// PROTOCOL.md, "Questions".
func AppendChoices(question string, choices ...string) string {
	var b strings.Builder
	b.WriteString(question)
	for i, c := range choices {
		b.WriteString("\n" + choiceSign(i) + " " + strings.Join(strings.Fields(c), " "))
	}
	return b.String()
}

// Choices returns what the text of a message asks and the answers it offers;
// none if it is no question.
func Choices(body string) (question string, choices []Choice) {
	rest := body
	for range MaxChoices {
		at := strings.LastIndexByte(rest, '\n')
		sign, text, ok := strings.Cut(rest[at+1:], " ")
		if !ok || at < 0 || Blank(text) || sign < choiceSign(0) || sign > choiceSign(MaxChoices-1) || len(sign) != len(choiceSign(0)) {
			return body, nil
		}
		choices = append([]Choice{{sign, text}}, choices...)
		rest = rest[:at]
		if sign == choiceSign(0) {
			break
		}
	}
	for i := range choices {
		if choices[i].Sign != choiceSign(i) {
			return body, nil
		}
	}
	if len(choices) < 2 || Blank(rest) {
		return body, nil
	}
	return rest, choices
}
