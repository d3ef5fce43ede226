package composer

// mostHistory is how many texts are remembered.
const mostHistory = 200

// A history is what one sent, for going back to it.
type history struct {
	sent []string
	at   int // which one is shown; len(sent) is none
}

// add remembers a text, once if it is repeated.
func (h *history) add(text string) {
	if text != "" && (len(h.sent) == 0 || h.sent[len(h.sent)-1] != text) {
		h.sent = append(h.sent, text)
		if len(h.sent) > mostHistory {
			h.sent = h.sent[1:]
		}
	}
	h.at = len(h.sent)
}

// step returns the text that is by further on, instead of the one shown now. It
// does not where that would take away what one wrote.
func (h *history) step(by int, now string) (text string, ok bool) {
	shown := h.at < len(h.sent) && h.sent[h.at] == now
	if now == "" {
		h.at = len(h.sent)
	}
	to := h.at + by
	if now != "" && !shown || to < 0 || to > len(h.sent) {
		return "", false
	}
	if h.at = to; to == len(h.sent) {
		return "", true
	}
	return h.sent[to], true
}
