package selftest

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/chat-tui/chat-tui/net/client"
)

type fileOutbox struct {
	keptOutbox
	f *os.File
}

type fileLine struct {
	Put  *client.Saying
	Done string
}

func openOutbox(dir string) (client.Outbox, error) {
	p := filepath.Join(dir, "outbox")
	data, _ := os.ReadFile(p)
	f, err := os.OpenFile(p, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	o := &fileOutbox{f: f}
	start := 0
	for i, b := range data {
		if b == '\n' {
			var l fileLine
			if json.Unmarshal(data[start:i], &l) == nil {
				if l.Put != nil {
					o.keptOutbox.Put(*l.Put)
				} else {
					o.keptOutbox.Done(l.Done)
				}
			}
			start = i + 1
		}
	}
	return o, err
}

func (o *fileOutbox) Put(list ...client.Saying) error {
	for i := range list {
		b, _ := json.Marshal(fileLine{Put: &list[i]})
		o.f.Write(append(b, '\n'))
	}
	return o.keptOutbox.Put(list...)
}

func (o *fileOutbox) Done(cid string) error {
	b, _ := json.Marshal(fileLine{Done: cid})
	o.f.Write(append(b, '\n'))
	return o.keptOutbox.Done(cid)
}
