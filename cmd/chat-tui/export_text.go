package main

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/logbook"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// An exporter writes rooms, one after the other, for people.
type exporter interface {
	begin() error
	room(name, topic string) error
	entries(list []chat.Entry) error
	end() error
}

// newExporter returns the exporter of a format other than jsonl.
func newExporter(format string, w io.Writer, loc *time.Location) (exporter, error) {
	switch format {
	case "text":
		return &textExporter{w: w, loc: loc}, nil
	case "html":
		return newHTMLExporter(w, loc)
	}
	return nil, fmt.Errorf("--format is jsonl, text or html, not %q", format)
}

// A textExporter writes lines as the logs of serve --log-dir are, with the day
// above those of each.
type textExporter struct {
	w   io.Writer
	loc *time.Location
	day string
}

func (x *textExporter) begin() error { return nil }
func (x *textExporter) end() error   { return nil }

func (x *textExporter) room(name, topic string) error {
	x.day = ""
	head := clean(name)
	if topic != "" {
		head += " · " + clean(topic)
	}
	_, err := fmt.Fprintf(x.w, "== %s\n", head)
	return err
}

func (x *textExporter) entries(list []chat.Entry) error {
	var lines []byte
	for i := range list {
		e := readableEntry(&list[i])
		if day := e.At.In(x.loc).Format("2006-01-02"); day != x.day {
			x.day = day
			lines = append(lines, "-- "+day+"\n"...)
		}
		lines = logbook.AppendLine(lines, e, x.loc)
		if under := underneath(e); under != "" {
			lines = append(lines, "\t"+under+"\n"...)
		}
	}
	_, err := x.w.Write(lines)
	return err
}

// readableEntry returns e with texts that are harmless wherever the file is shown: a
// terminal, an editor, a browser.
func readableEntry(e *chat.Entry) *chat.Entry {
	r := *e
	r.RID, r.From, r.Topic, r.Emoji = clean(r.RID), clean(r.From), clean(r.Topic), clean(r.Emoji)
	r.Body = safe.Body(r.Body).String()
	r.Reactions = slices.Clone(r.Reactions)
	for i := range r.Reactions {
		one := &r.Reactions[i]
		one.Emoji, one.Nicks = clean(one.Emoji), slices.Clone(one.Nicks)
		for j := range one.Nicks {
			one.Nicks[j] = clean(one.Nicks[j])
		}
	}
	return &r
}

// underneath says what stands under a message: that it was edited, and the
// reactions.
func underneath(e *chat.Entry) string {
	var parts []string
	if !e.Edited.IsZero() && !e.Deleted {
		parts = append(parts, "(edited)")
	}
	for _, r := range e.Reactions {
		nicks := strings.Join(r.Nicks, ", ")
		if more := r.Count - int64(len(r.Nicks)); more > 0 {
			nicks += fmt.Sprintf(" and %d more", more)
		}
		parts = append(parts, fmt.Sprintf("%s %s", r.Emoji, nicks))
	}
	return strings.Join(parts, "  ")
}

// An htmlExporter writes one page that needs nothing else.
type htmlExporter struct {
	w     io.Writer
	loc   *time.Location
	parts *template.Template
	open  bool // a room was begun
}

func newHTMLExporter(w io.Writer, loc *time.Location) (*htmlExporter, error) {
	parts, err := template.New("").Parse(htmlParts)
	return &htmlExporter{w: w, loc: loc, parts: parts}, err
}

const htmlParts = `
{{define "begin"}}<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>chat-tui</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}
h2{border-bottom:1px solid #ccc;margin-top:2.5em}h2 small{font-weight:400;color:#666;margin-left:.7em}
p{margin:.15em 0 .15em 4.5em;white-space:pre-wrap;overflow-wrap:anywhere}
time{float:left;margin-left:-4.5em;color:#888;font-variant-numeric:tabular-nums}
b{margin-right:.6em}i,.under{color:#666}.under{display:block;font-size:.9em}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1f}h2{border-color:#444}time,i,.under,h2 small{color:#999}}
</style></head><body>
{{end}}
{{define "room"}}<section><h2>{{.Name}}{{with .Topic}}<small>{{.}}</small>{{end}}</h2>
{{end}}
{{define "entry"}}<p id="{{.RID}}-{{.Seq}}"><time datetime="{{.At}}" title="{{.At}}">{{.Clock}}</time>{{if .Quiet}}<i>{{.Text}}</i>{{else}}<b>{{.From}}</b>{{.Text}}{{end}}{{with .Under}}<span class="under">{{.}}</span>{{end}}</p>
{{end}}
{{define "end"}}</section>
{{end}}`

func (x *htmlExporter) begin() error { return x.parts.ExecuteTemplate(x.w, "begin", nil) }

func (x *htmlExporter) room(name, topic string) error {
	if x.open {
		if err := x.parts.ExecuteTemplate(x.w, "end", nil); err != nil {
			return err
		}
	}
	x.open = true
	return x.parts.ExecuteTemplate(x.w, "room", struct{ Name, Topic string }{clean(name), clean(topic)})
}

func (x *htmlExporter) entries(list []chat.Entry) error {
	for i := range list {
		e := readableEntry(&list[i])
		at := e.At.In(x.loc)
		part := struct {
			RID, At, Clock, From, Text, Under string
			Seq                               uint64
			Quiet                             bool
		}{
			RID: e.RID, Seq: e.Seq, At: at.Format(time.RFC3339), Clock: at.Format("15:04"),
			From: e.From, Text: e.Body, Under: underneath(e),
		}
		switch {
		case e.Kind == chat.EntryTopic:
			part.Quiet, part.Text = true, e.From+" set the topic: "+e.Topic
		case e.Deleted:
			part.Text = "(deleted)"
		case e.Damaged:
			part.Text = "(damaged on disk)"
		case e.Say == chat.KindAction:
			part.From, part.Text = "* "+e.From, e.Body
		}
		if err := x.parts.ExecuteTemplate(x.w, "entry", part); err != nil {
			return err
		}
	}
	return nil
}

func (x *htmlExporter) end() error {
	if x.open {
		if err := x.parts.ExecuteTemplate(x.w, "end", nil); err != nil {
			return err
		}
	}
	_, err := io.WriteString(x.w, "</body></html>\n")
	return err
}
