package app_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
)

// fakeFiles is a machine whose files take a second each.
type fakeFiles struct {
	sent, got []string
	err       error
}

func (f *fakeFiles) Send(_ context.Context, to, path string, told func(done, size int64)) error {
	f.sent = append(f.sent, to+" "+path)
	told(1<<20, 4<<20)
	<-time.After(time.Second)
	return f.err
}

func (f *fakeFiles) Look(path string) (string, int64, bool) {
	return "my report.pdf", 2 << 20, path == "/home/ada/my report.pdf"
}

func (f *fakeFiles) Get(ctx context.Context, id string, told func(done, size int64)) (string, error) {
	f.got = append(f.got, id)
	told(0, 4<<20)
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return "", ctx.Err()
	}
	told(3<<20, 4<<20)
	<-time.After(time.Second)
	return "/home/ada/Downloads/plan.pdf", f.err
}

func TestFilesAreSentAndGotFromTheScreen(t *testing.T) {
	files := &fakeFiles{}
	play(t, wide(), app.Options{Files: files}, func(s *stage) {
		s.online("bob")
		s.Type("/send \"~/my report.pdf\"\n")
		s.Pass(300 * time.Millisecond)
		s.Shows("Sending my report.pdf: 25 % of 4.0 MiB")
		s.Pass(time.Second)
		s.Shows("my report.pdf is sent.")
		if len(files.sent) != 1 || files.sent[0] != "#lobby ~/my report.pdf" {
			t.Errorf("sent %q", files.sent)
		}
		sent := s.message("#lobby", "bob", "")
		sent.Kind, sent.File = chat.EntryFile, &chat.File{ID: "file-1", Name: "plan.pdf", Size: 4 << 20, MIME: "application/pdf"}
		s.hear(sent)
		s.Shows("plan.pdf · 4.0 MiB · application/pdf", "a file; Enter gets it")
		s.Press("tab", "enter")
		s.Pass(1300 * time.Millisecond)
		s.Shows("comes: 75 % of 4.0 MiB")
		s.Press("enter") // it comes already
		s.Pass(time.Second)
		s.Shows("it is /home/ada/Downloads/plan.pdf")
		files.err = errors.New("There is no file x")
		s.Press("esc")
		s.Type("/send x\n")
		s.Pass(1300 * time.Millisecond)
		s.Shows("x was not sent", "There is no file x")
		s.Press("tab", "up", "enter")
		s.Pass(2300 * time.Millisecond)
		s.Shows("not here", "Enter tries again")
		if len(files.got) != 2 {
			t.Errorf("got %q", files.got)
		}
		s.hear(s.change(chat.EntryDelete, "#lobby", "bob", sent.Seq, ""))
		s.Lacks("plan.pdf ·", "Enter tries again")
	})
}

// A file that is dropped on the terminal, whose path it pastes, is offered to be sent.
func TestAFileThatIsDroppedIsOffered(t *testing.T) {
	for _, pasted := range []string{"/home/ada/my report.pdf", "'/home/ada/my report.pdf' ", `/home/ada/my\ report.pdf`, "file:///home/ada/my%20report.pdf\n"} {
		files := &fakeFiles{}
		play(t, wide(), app.Options{Files: files}, func(s *stage) {
			s.online("bob")
			s.Paste(pasted)
			s.Shows("Send this file to #lobby?", "my report.pdf · 2.0 MiB")
			s.Press("y")
			s.Pass(1300 * time.Millisecond)
			if len(files.sent) != 1 || files.sent[0] != "#lobby /home/ada/my report.pdf" {
				t.Errorf("%q sent %q", pasted, files.sent)
			}
			s.Paste("/no/file at all")
			s.Shows("> /no/file at all")
			s.Paste("/home/ada/my report.pdf") // within what is written
			s.Shows("> /no/file at all/home/ada/my report.pdf")
		})
	}
}
