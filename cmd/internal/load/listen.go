package load

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// The beginnings of the lines that count, and of the fields in them. Clients
// here read thousands of lines a second, and need three of their fields.
const (
	message = `{"type":"msg"`
	okay    = `{"type":"ok"`
	refusal = `{"type":"error"`
)

// listen reads until the connection ends.
func (c *client) listen() {
	for {
		line, err := c.in.Next()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				c.run.fail(fmt.Errorf("a connection ended: %w", err))
			}
			return
		}
		switch {
		case bytes.HasPrefix(line, []byte(message)):
			err = c.heard(line)
		case bytes.HasPrefix(line, []byte(okay)):
			c.confirmed(line)
		case bytes.HasPrefix(line, []byte(refusal)):
			err = fmt.Errorf("the server refused something: %.200s", line)
		}
		if err != nil {
			c.run.fail(err)
			return
		}
	}
}

// field returns the text of a field of a line, which holds no escapes.
func field(line []byte, name string) []byte {
	_, rest, found := bytes.Cut(line, []byte(`"`+name+`":"`))
	if !found {
		return nil
	}
	text, _, _ := bytes.Cut(rest, []byte(`"`))
	return text
}

// confirmed takes an ok.
func (c *client) confirmed(line []byte) {
	sent, err := strconv.ParseInt(string(field(line, "re")), 10, 64)
	if err != nil {
		return // of the join
	}
	c.ok.note(time.Duration(time.Now().UnixNano() - sent))
	c.run.said[c.room].Add(1)
	c.free <- struct{}{}
}

// heard takes a message. Each sender's come in their order, each once, as they
// were said.
func (c *client) heard(line []byte) error {
	from, body := field(line, "from"), field(line, "body")
	parts := bytes.SplitN(body, []byte(" "), 4)
	if len(parts) != 4 || !bytes.Equal(parts[0], from) || len(parts[3]) != max(0, c.run.Size-minSize) {
		return fmt.Errorf("a message is not as it was sent: %.200s", line)
	}
	n, err := strconv.ParseUint(string(parts[1]), 10, 64)
	if err != nil {
		return fmt.Errorf("a message is not as it was sent: %.200s", line)
	}
	sent, err := strconv.ParseInt(string(parts[2]), 10, 64)
	if err != nil {
		return fmt.Errorf("a message is not as it was sent: %.200s", line)
	}
	if want := c.next[string(from)] + 1; n != want {
		return fmt.Errorf("message %d of %s came where %d should", n, from, want)
	}
	c.next[string(from)] = n
	c.shown.note(time.Duration(time.Now().UnixNano() - sent))
	c.saw()
	return nil
}
