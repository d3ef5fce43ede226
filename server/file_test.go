package server_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// withFiles gives a server a folder for files; dir survives the server.
func withFiles(t *testing.T, dir string, change func(*server.Options)) func(*server.Options) {
	t.Helper()
	return func(o *server.Options) {
		kept, err := files.Open(dir, files.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = kept.Close() })
		o.Files = kept
		if change != nil {
			change(o)
		}
	}
}

// offerOf is the offer of a file with a content.
func offerOf(to, name, cid string, body []byte) string {
	sum := sha256.Sum256(body)
	return fmt.Sprintf(`{"type":"file.offer","to":%q,"name":%q,"cid":%q,"size":%d,"sha256":%q,"mime":"text/plain"}`,
		to, name, cid, len(body), hex.EncodeToString(sum[:]))
}

// put sends bytes with a ticket from where the server wants them, at most most, and
// returns what the server says of it; nil if it says nothing.
func (h *house) put(ticket string, body []byte, most int) frame {
	h.t.Helper()
	p := h.peer()
	p.say(`{"type":"file.put","ticket":%q}`, ticket)
	f := p.next()
	if f.str("type") != "file.ready" {
		return f
	}
	rest := body[min(f.num("offset"), len(body)):]
	if _, err := p.c.Write(rest[:min(most, len(rest))]); err != nil {
		h.t.Fatal(err)
	}
	if most < len(rest) {
		_ = p.c.Close()
		synctest.Wait()
		return nil
	}
	return p.next()
}

// takes reads a file with a ticket.
func (h *house) takes(ticket string) (data frame, body []byte) {
	h.t.Helper()
	p := h.peer()
	p.say(`{"type":"file.take","ticket":%q}`, ticket)
	data = p.next()
	if data.str("type") != "file.data" {
		return data, nil
	}
	body = append(body, p.r.Beyond()...)
	rest, err := io.ReadAll(p.c)
	if err != nil {
		h.t.Fatal(err)
	}
	return data, append(body, rest...)
}

func TestAFileIsSentAndRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, withFiles(t, t.TempDir(), nil))
		ada, bob := h.member("ada", "#lobby"), h.member("bob", "#lobby")
		body := []byte(strings.Repeat("line of a log\n", 20_000))
		ok := ada.does(offerOf("#lobby", "build.log", "cid-of-file", body))
		if ok.str("file") == "" || ok.str("ticket") == "" || ok["offset"] == nil || ok.num("offset") != 0 {
			t.Fatalf("the offer is answered %v", ok)
		}
		if got := h.put(ok.str("ticket"), body, len(body)); got.str("type") != "ok" || got.num("seq") != 1 || got.str("room") != "#lobby" {
			t.Fatalf("the bytes are answered %v", got)
		}
		seen := bob.told("file")
		if seen.str("name") != "build.log" || seen.num("size") != len(body) || seen.str("file") != ok.str("file") || seen.str("mime") != "text/plain" || seen.str("cid") != "cid-of-file" {
			t.Errorf("the room sees %v", seen)
		}
		got := bob.does(fmt.Sprintf(`{"type":"file.get","file":%q}`, seen.str("file")))
		if data, read := h.takes(got.str("ticket")); data.num("size") != len(body) || !bytes.Equal(read, body) {
			t.Errorf("%v and %d bytes are read", data, len(read))
		}
		got = bob.does(fmt.Sprintf(`{"type":"file.get","file":%q,"offset":280000}`, seen.str("file")))
		if data, read := h.takes(got.str("ticket")); data.num("offset") != 280_000 || len(read) != 0 {
			t.Errorf("from its end on %v and %d bytes are read", data, len(read))
		}
		if f, _ := h.takes(got.str("ticket")); f.str("code") != "forbidden" {
			t.Errorf("a ticket used twice: %v", f)
		}
		again := ada.does(offerOf("#lobby", "build.log", "cid-of-file", body))
		if again["dup"] != true || again.num("seq") != 1 || again.str("ticket") != "" {
			t.Errorf("the same offer again: %v", again)
		}
		if code := ada.refused(offerOf("#lobby", "other.log", "cid-of-file", body)); code != chat.CodeCIDReused {
			t.Errorf("another offer with its cid: %q", code)
		}
		page := bob.does(`{"type":"history","room":"#lobby"}`)
		if msgs, _ := page["messages"].([]any); len(msgs) != 1 || frame(msgs[0].(map[string]any)).str("name") != "build.log" {
			t.Errorf("the history has %v", page)
		}
	})
}

// F16, F23: what has come is gone on with, after any break and over a restart.
func TestAFileIsGoneOnWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, kept, accounts := t.TempDir(), memory.New(), account.NewMemory()
		keep := func(o *server.Options) { o.Store, o.Accounts = kept, accounts }
		h := open(t, withFiles(t, dir, keep))
		key := newKey(t)
		ada, _ := h.login("ada", key, nil)
		ada.does(`{"type":"join","room":"#lobby"}`)
		body := []byte(strings.Repeat("0123456789", 30_000))
		offer := offerOf("#lobby", "a.txt", "cid-of-file", body)
		first := ada.does(offer)
		h.put(first.str("ticket"), body, 100_000)
		second := ada.does(offer)
		if second.num("offset") != 100_000 || second.str("file") != first.str("file") {
			t.Fatalf("after a break: %v", second)
		}
		h.put(second.str("ticket"), body, 50_000)
		h.close()
		h = open(t, withFiles(t, dir, keep))
		ada, _ = h.login("ada", key, nil)
		ada.does(`{"type":"join","room":"#lobby"}`)
		third := ada.does(offer)
		if third.num("offset") != 150_000 || third.str("file") != first.str("file") {
			t.Fatalf("after a restart: %v", third)
		}
		if got := h.put(third.str("ticket"), body, len(body)); got.str("type") != "ok" {
			t.Fatalf("the rest: %v", got)
		}
		got := ada.does(fmt.Sprintf(`{"type":"file.get","file":%q,"offset":299990}`, third.str("file")))
		if _, read := h.takes(got.str("ticket")); string(read) != "0123456789" {
			t.Errorf("its end is %q", read)
		}
	})
}

func TestFilesThatAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, withFiles(t, t.TempDir(), func(o *server.Options) {
			o.Limits.FileSize, o.Limits.FileQuota, o.Limits.Offers = 1000, 1500, 3
		}))
		ada, guest := h.member("ada", "#lobby"), h.guest("passer", "#lobby")
		body := []byte("good")
		sum := sha256.Sum256(body)
		good := hex.EncodeToString(sum[:])
		for request, want := range map[string]chat.Code{
			`{"type":"file.offer","to":"#lobby","name":"../x","size":4,"sha256":"` + good + `"}`:                             chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"..","size":4,"sha256":"` + good + `"}`:                               chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"","size":4,"sha256":"` + good + `"}`:                                 chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"a\\b","size":4,"sha256":"` + good + `"}`:                             chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"a\u001b[2J","size":4,"sha256":"` + good + `"}`:                       chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"a\u202egpj.exe","size":4,"sha256":"` + good + `"}`:                   chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"` + strings.Repeat("x", 256) + `","size":4,"sha256":"` + good + `"}`: chat.CodeFileName,
			`{"type":"file.offer","to":"#lobby","name":"a","size":1001,"sha256":"` + good + `"}`:                             chat.CodeFileTooBig,
			`{"type":"file.offer","to":"#lobby","name":"a","size":-1,"sha256":"` + good + `"}`:                               chat.CodeBadValue,
			`{"type":"file.offer","to":"#lobby","name":"a","size":4,"sha256":"` + strings.ToUpper(good) + `"}`:               chat.CodeBadValue,
			`{"type":"file.offer","to":"#lobby","name":"a","size":4,"sha256":"abc"}`:                                         chat.CodeBadValue,
			`{"type":"file.offer","to":"#nowhere","name":"a","size":4,"sha256":"` + good + `"}`:                              chat.CodeNoSuchRoom,
			`{"type":"file.offer","to":"@nobody","name":"a","size":4,"sha256":"` + good + `"}`:                               chat.CodeNoSuchUser,
			`{"type":"file.get","file":"nothing"}`:                                                                           chat.CodeFileGone,
			`{"type":"file.put","ticket":"x"}`:                                                                               chat.CodeBadFrame,
		} {
			if got := ada.refused(request); got != want {
				t.Errorf("%s: %q, want %q", request, got, want)
			}
		}
		if got := guest.refused(offerOf("#lobby", "a", "cid-guest", body)); got != chat.CodeForbidden {
			t.Errorf("a guest: %q", got)
		}
		// F22: other bytes than were offered.
		ok := ada.does(offerOf("#lobby", "a", "cid-0001", body))
		if got := h.put(ok.str("ticket"), []byte("evil"), 4); got.str("code") != string(chat.CodeFileHash) {
			t.Errorf("other bytes: %v", got)
		}
		if again := ada.does(offerOf("#lobby", "a", "cid-0001", body)); again.num("offset") != 0 {
			t.Errorf("after other bytes it goes on at %d", again.num("offset"))
		}
		// F25: too many that were not sent.
		ada.does(offerOf("#lobby", "b", "cid-0002", body))
		ada.does(offerOf("#lobby", "c", "cid-0003", body))
		if got := ada.refused(offerOf("#lobby", "d", "cid-0004", body)); got != chat.CodeRateLimited {
			t.Errorf("one more offer: %q", got)
		}
		big := bytes.Repeat([]byte("x"), 900)
		ok = ada.does(offerOf("#lobby", "a", "cid-0001", body))
		if got := h.put(ok.str("ticket"), body, 4); got.str("type") != "ok" {
			t.Fatalf("the right bytes: %v", got)
		}
		ok = ada.does(offerOf("#lobby", "e", "cid-0005", big))
		if got := h.put(ok.str("ticket"), big, 900); got.str("type") != "ok" {
			t.Fatalf("a larger one: %v", got)
		}
		if got := ada.refused(offerOf("#lobby", "f", "cid-0006", big)); got != chat.CodeQuota {
			t.Errorf("more than the quota: %q", got)
		}
		// F19: offsets that are none.
		for _, offset := range []string{"-1", "901", "9007199254740991"} {
			request := fmt.Sprintf(`{"type":"file.get","file":%q,"offset":%s}`, ok.str("file"), offset)
			if got := ada.refused(request); got != chat.CodeBadValue {
				t.Errorf("%s: %q", request, got)
			}
		}
	})
}

// A21: who may not read a room gets no ticket for its files, and one that was given
// ends with the session, after its time, and with the right to it.
func TestAFileIsAsPrivateAsItsRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, withFiles(t, t.TempDir(), nil))
		ada, bob, eve := h.member("ada"), h.member("bob"), h.member("eve", "#lobby")
		ada.does(`{"type":"room","room":"#secret","private":true}`)
		ada.does(`{"type":"join","room":"#secret"}`)
		ada.does(`{"type":"invite","room":"#secret","nick":"bob"}`)
		bob.does(`{"type":"join","room":"#secret"}`)
		body := []byte("nobody else's business")
		send := func(to, cid string) string {
			t.Helper()
			ok := ada.does(offerOf(to, "plan.txt", cid, body))
			if got := h.put(ok.str("ticket"), body, len(body)); got.str("type") != "ok" {
				t.Fatalf("%s: %v", to, got)
			}
			return fmt.Sprintf(`{"type":"file.get","file":%q}`, ok.str("file"))
		}
		inRoom, toBob := send("#secret", "cid-0001"), send("@bob", "cid-0002")
		for _, request := range []string{inRoom, toBob} {
			for _, asked := range []string{request, strings.Replace(request, "file.get", "file.about", 1)} {
				if got := eve.refused(asked); got != chat.CodeFileGone {
					t.Errorf("eve gets it: %q", got)
				}
			}
			if _, read := h.takes(bob.does(request).str("ticket")); !bytes.Equal(read, body) {
				t.Errorf("bob reads %q", read)
			}
		}
		late := bob.does(inRoom).str("ticket")
		<-time.After(chat.TicketTime + time.Second)
		if f, _ := h.takes(late); f.str("code") != "forbidden" {
			t.Errorf("a ticket after its time: %v", f)
		}
		left := bob.does(inRoom).str("ticket")
		bob.say(`{"type":"bye"}`)
		bob.next()
		synctest.Wait()
		if f, _ := h.takes(left); f.str("code") != "forbidden" {
			t.Errorf("a ticket of a session that is over: %v", f)
		}
		// Offered before, thrown out, sent after: nothing is announced.
		cleo := h.member("cleo", "#lobby")
		ok := cleo.does(offerOf("#lobby", "x", "cid-0003", body))
		h.console().does(`{"type":"ban","room":"#lobby","nick":"cleo"}`)
		if got := h.put(ok.str("ticket"), body, len(body)); got.str("type") != "error" {
			t.Errorf("who was thrown out sends a file: %v", got)
		}
		// Deleted: gone for everyone.
		ada.does(`{"type":"delete","room":"#secret","seq":1}`)
		if got := ada.refused(inRoom); got != chat.CodeFileGone {
			t.Errorf("a deleted file: %q", got)
		}
	})
}

// A content lives as long as some message speaks of it.
func TestAFileDiesWithItsLastMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept *files.Store
		h := open(t, withFiles(t, t.TempDir(), func(o *server.Options) { kept = o.Files }))
		ada := h.member("ada", "#lobby")
		body := []byte("twice the same")
		for _, cid := range []string{"cid-0001", "cid-0002"} {
			ok := ada.does(offerOf("#lobby", "a", cid, body))
			h.put(ok.str("ticket"), body, len(body))
		}
		there := func() bool { return kept.Has(sha256.Sum256(body), int64(len(body))) }
		ada.does(`{"type":"delete","room":"#lobby","seq":1}`)
		<-time.After(time.Minute)
		if !there() {
			t.Error("it went with the first of two messages")
		}
		ada.does(`{"type":"delete","room":"#lobby","seq":2}`)
		<-time.After(time.Minute)
		if there() {
			t.Error("it is there after the last message")
		}
	})
}

// A server that ends while it sends a file sends nothing else after the bytes, and a
// peer that goes ends nothing but its own connection.
func TestAReadThatBreaksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, withFiles(t, t.TempDir(), nil))
		ada := h.member("ada", "#lobby")
		body := []byte(strings.Repeat("0123456789", 500_000))
		ok := ada.does(offerOf("#lobby", "a.txt", "cid-0001", body))
		h.put(ok.str("ticket"), body, len(body))
		ticket := func() string {
			return ada.does(fmt.Sprintf(`{"type":"file.get","file":%q}`, ok.str("file"))).str("ticket")
		}
		gone := h.peer()
		gone.say(`{"type":"file.take","ticket":%q}`, ticket())
		gone.next()
		_ = gone.c.Close()
		synctest.Wait()
		slow := h.peer()
		slow.say(`{"type":"file.take","ticket":%q}`, ticket())
		slow.next()
		some := make([]byte, 100_000)
		if _, err := io.ReadFull(slow.c, some); err != nil {
			t.Fatal(err)
		}
		some = append(slow.r.Beyond(), some...)
		h.end()
		rest, _ := io.ReadAll(slow.c)
		if all := append(some, rest...); !bytes.HasPrefix(body, all) || len(all) == len(body) {
			t.Errorf("%d bytes are read, and they are those of the file: %t", len(all), bytes.HasPrefix(body, all))
		}
	})
}
