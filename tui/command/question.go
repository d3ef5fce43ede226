package command

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
)

// questionTable returns the commands of questions.
func questionTable() []Spec {
	return []Spec{
		{"ask", []string{"poll"}, []Param{{Name: "question", Kind: Text}}, "ask something with answers to choose from: /ask Tea at four? | yes | no"},
		{"choose", []string{"vote"}, []Param{{Name: "number", Kind: Text}}, "choose an answer of the newest question here: /choose 1; again to take it back"},
	}
}

// Question reads what /ask was given and returns the text of the message. What
// offers no answers is asked with yes and no.
func Question(typed string) (body string, err error) {
	question, rest, some := strings.Cut(typed, "|")
	question = strings.TrimSpace(question)
	choices := []string{"yes", "no"}
	if some {
		choices = nil
		for c := range strings.SplitSeq(rest, "|") {
			choices = append(choices, strings.TrimSpace(c))
		}
	}
	body = chat.AppendChoices(question, choices...)
	if got, offered := chat.Choices(body); got != question || len(offered) != len(choices) {
		return "", &Error{
			fmt.Sprintf("A question has a text and 2 to %d answers", chat.MaxChoices),
			"type /ask Tea at four? | yes | no",
		}
	}
	return body, nil
}

// Answer reads what /choose was given: the number of an answer, from 1.
func Answer(typed string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < 1 || n > chat.MaxChoices {
		return 0, &Error{"An answer is named by its number", "type /choose 1"}
	}
	return n, nil
}
