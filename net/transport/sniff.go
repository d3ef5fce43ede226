package transport

import (
	"bytes"
	"strings"
)

// A kind is what a server makes of the first bytes of a peer.
type kind int

const (
	unknown   kind = iota // more bytes are needed
	isTLS                 // a TLS record
	isPlain               // lines
	isHTTP                // a web browser or the like
	isForeign             // anything else
)

const (
	recordHandshake = 0x16    // first byte of a TLS handshake record
	sniffMost       = 4 << 10 // bytes read from a peer that says nothing of use
	sniffStep       = 512     // bytes read at a time before the kind is known
)

// sniff says what begins with peeked. It never asks for more than sniffMost
// bytes.
func sniff(peeked []byte) kind {
	if len(peeked) > 0 && peeked[0] == recordHandshake {
		return isTLS
	}
	text := bytes.TrimLeft(peeked, " \t\r\n")
	if len(text) > 0 && (text[0] == '{' || text[0] == '[' || text[0] == '"') {
		return isPlain
	}
	kind := unknown
	if len(text) > 0 {
		kind = sniffHTTP(text)
	}
	if kind == unknown && len(peeked) >= sniffMost {
		return isForeign
	}
	return kind
}

// sniffHTTP tells a request line from other text by its method.
func sniffHTTP(text []byte) kind {
	best := isForeign
	for method := range strings.FieldsSeq("GET POST HEAD OPTIONS PUT DELETE PATCH CONNECT TRACE PRI") {
		method += " "
		if len(text) >= len(method) && string(text[:len(method)]) == method {
			return isHTTP
		}
		if strings.HasPrefix(method, string(text)) {
			best = unknown
		}
	}
	return best
}
