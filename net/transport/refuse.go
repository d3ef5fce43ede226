package transport

import (
	"fmt"
	"io"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// goodbye bounds the time a refused peer may take to hear why.
const goodbye = time.Second

// What a refused peer is told, a sentence each.
const (
	sayForeign = "This is a chat-tui server: it speaks one JSON object a line, starting with a hello that names your nick."
	sayPlain   = "This port speaks plain lines without TLS; connect with tcp:// before the address."
	sayTLS     = "This server takes plain lines from its own machine only; connect with TLS, as chat-tui does by default."
	sayHTTP    = "This is a chat-tui server, not a website; talk to it with: chat-tui --server HOST:PORT\n"
)

// tlsRequired is the refusal of plain lines from another machine.
func tlsRequired() error { return chat.Errorf(chat.CodeTLSRequired, sayTLS) }

// refusalOf returns the answer to a kind of peer that is not served, and the
// error its reads give.
func refusalOf(k kind) (answer string, err *chat.Error) {
	switch k {
	case isHTTP:
		answer = fmt.Sprintf("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"+
			"Content-Length: %d\r\nConnection: close\r\n\r\n%s", len(sayHTTP), sayHTTP)
		return answer, chat.Errorf(chat.CodeBadJSON, "the peer speaks HTTP")
	case isPlain:
		err = chat.Errorf(chat.CodeTLSRequired, sayTLS)
	case isTLS:
		err = chat.Errorf(chat.CodeBadJSON, sayPlain)
	case unknown, isForeign:
		err = chat.Errorf(chat.CodeBadJSON, sayForeign)
	}
	// The texts hold nothing JSON would escape.
	return fmt.Sprintf(`{"type":"error","code":"%s","text":"%s"}`+"\n", err.Code, err.Text), err
}

// refuse tells the peer why it is not served and closes the connection. It
// reads on for a moment, within sniffMost bytes in all, because closing with
// unread bytes would take the answer back.
func (c *serverConn) refuse(k kind) error {
	answer, err := refusalOf(k)
	read := len(c.pending)
	c.refusal, c.pending = err, nil
	c.phase.Store(refused)

	_ = c.raw.SetDeadline(time.Now().Add(goodbye))
	if _, err := io.WriteString(c.raw, answer); err == nil {
		_ = closeWrite(c.raw)
		_, _ = io.CopyN(io.Discard, c.raw, int64(sniffMost-read))
	}
	_ = c.raw.Close()
	return err
}
