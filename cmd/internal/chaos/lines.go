package chaos

import (
	"bytes"
	"encoding/json"
	"net"
	"time"
)

// swapTime is how long a line waits to be overtaken.
const swapTime = 50 * time.Millisecond

// A spoiler does to one line of a log what a fault says.
type spoiler struct {
	fault  Fault
	logs   int    // lines of a log that went by
	struck bool   // it is done
	held   []byte // waits to be overtaken
}

// take appends to out what becomes of a line.
func (s *spoiler) take(out, line []byte) []byte {
	switch ofLog := isLog(line); {
	case !ofLog:
	case s.held != nil:
		out = append(append(out, line...), s.held...)
		s.held = nil
		return out
	case !s.struck && s.logs >= s.fault.After:
		s.struck = true
		switch s.fault.Kind { //nolint:exhaustive // the rest concern bytes
		case Double:
			out = append(append(out, line...), line...)
		case Swap:
			s.held = bytes.Clone(line)
		}
		return out
	default:
		s.logs++
	}
	return append(out, line...)
}

// release appends the line that nothing overtakes any more.
func (s *spoiler) release(out []byte) []byte {
	out = append(out, s.held...)
	s.held = nil
	return out
}

// pumpLines carries whole lines and does to one of a log what the fault says.
func (r *relay) pumpLines(to, from net.Conn, f Fault) error {
	s := &spoiler{fault: f}
	var in []byte // not yet a line
	buf := make([]byte, 32<<10)
	for {
		if s.held != nil {
			_ = from.SetReadDeadline(time.Now().Add(swapTime))
		}
		n, err := from.Read(buf)
		if s.held != nil {
			_ = from.SetReadDeadline(time.Time{})
		}
		in = append(in, buf[:n]...)
		var out []byte
		for end := bytes.IndexByte(in, '\n') + 1; end > 0; end = bytes.IndexByte(in, '\n') + 1 {
			out = s.take(out, in[:end])
			in = in[end:]
		}
		if err != nil {
			out = s.release(out)
		}
		ends := err != nil && !isTimeout(err)
		if ends {
			out = append(out, in...)
		}
		if len(out) > 0 {
			if _, err := to.Write(out); err != nil {
				return err
			}
		}
		if ends {
			return err
		}
	}
}

// isLog reports whether a line is a frame of a log, which the protocol brings
// again when it was lost on the way.
func isLog(line []byte) bool {
	var frame struct {
		Type string `json:"type"`
		Seq  uint64 `json:"seq"`
	}
	if json.Unmarshal(line, &frame) != nil || frame.Seq == 0 {
		return false
	}
	switch frame.Type {
	case "msg", "edit", "delete", "react", "topic":
		return true
	}
	return false
}
