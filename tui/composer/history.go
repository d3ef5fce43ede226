package composer

// mostHistory is how many texts are remembered.
const mostHistory = 200

// A history is what one sent, for going back to it.
type history struct {
	sent  []string
	at    int    // which one is shown; len(sent) is the text being written
	draft string // the text being written, while another is shown
}

// add remembers a text, once if it is repeated.
func (h *history) add(text string) {
	if text != "" && (len(h.sent) == 0 || h.sent[len(h.sent)-1] != text) {
		h.sent = append(h.sent, text)
		if len(h.sent) > mostHistory {
			h.sent = h.sent[1:]
		}
	}
	h.at, h.draft = len(h.sent), ""
}

// browsing reports whether now is the unchanged text of the history, or there
// is nothing that going back would take away.
func (h *history) browsing(now string) bool {
	return now == "" || h.at < len(h.sent) && h.sent[h.at] == now
}

// older and newer go through the texts; ok is false at the end.
func (h *history) older(now string) (text string, ok bool) {
	if h.at == 0 {
		return "", false
	}
	if h.at == len(h.sent) {
		h.draft = now
	}
	h.at--
	return h.sent[h.at], true
}

func (h *history) newer() (text string, ok bool) {
	switch {
	case h.at >= len(h.sent):
		return "", false
	case h.at == len(h.sent)-1:
		h.at++
		return h.draft, true
	}
	h.at++
	return h.sent[h.at], true
}
