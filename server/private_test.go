package server_test

import (
	"crypto/ed25519"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// A secretWorld is a server on which some people talk privately and others try
// to hear of it. Everything that is private holds a mark with a number.
type secretWorld struct {
	t        *testing.T
	h        *house
	store    *memory.Store
	accounts *account.Registry
	keys     map[string]ed25519.PrivateKey
	people   map[string]*peer
	private  []string // rids of the room and the conversations
	marks    int      // so far
	knows    map[string]int
	leaks    []string
	opened   int
	kept     *files.Store
	files    []string // ids of those that insiders sent
}

// guest is the nick of the guests.
func (w *secretWorld) guest() string { return fmt.Sprintf("guest%d", w.opened) }

// mark returns a text that only insiders may see. It is long enough to be in no
// random id.
func (w *secretWorld) mark() string {
	w.marks++
	return fmt.Sprintf("zqxjv%dvjxqz", w.marks)
}

var markPattern = regexp.MustCompile(`zqxjv(\d+)vjxqz`)

// look reports the marks in what an outsider got. What it knew before it was
// put out is no secret.
func (w *secretWorld) look(who, request string, got any) {
	for _, m := range markPattern.FindAllStringSubmatch(fmt.Sprint(got), -1) {
		if n, _ := strconv.Atoi(m[1]); n > w.knows[who] && !strings.Contains(request, m[0]) {
			w.leaks = append(w.leaks, fmt.Sprintf("%s asked %s and got %v", who, request, got))
			return
		}
	}
	for _, rid := range w.private {
		if strings.Contains(fmt.Sprint(got), rid) && !strings.Contains(request, rid) && w.knows[who] == 0 {
			w.leaks = append(w.leaks, fmt.Sprintf("%s asked %s and got the rid in %v", who, request, got))
		}
	}
}

// hears looks at all that was told to outsiders meanwhile.
func (w *secretWorld) hears() {
	synctest.Wait()
	for _, who := range []string{"eve", "guest", "mallory"} {
		if p := w.people[who]; p != nil {
			for _, f := range p.everything() {
				w.look(who, "", f)
			}
		}
	}
}

// open starts the server, again, with what it kept.
func (w *secretWorld) open() {
	identity := w.keys["server"]
	w.h = open(w.t, func(o *server.Options) {
		o.Store, o.Accounts, o.Files = w.store, w.accounts, w.kept
		o.Identity, _ = identity.Public().(ed25519.PublicKey)
	})
	w.h.identity = identity
	w.people = make(map[string]*peer)
	for _, nick := range []string{"ada", "bob", "eve", "mallory"} {
		p, f := w.h.login(nick, w.keys[nick], nil)
		if f.str("type") != "welcome" {
			w.t.Fatalf("%s: %v", nick, f)
		}
		if nick == "eve" || nick == "mallory" || nick == "bob" && w.knows["reset"] > 0 {
			w.look(nick, "", f)
		}
		w.people[nick] = p
	}
	w.opened++ // the registry in memory knows the guests of before
	w.people["guest"] = w.h.guest(w.guest())
	for _, p := range w.people {
		p.does(`{"type":"join","room":"#lobby"}`)
	}
}

// begin makes the private places: a room, a conversation of two accounts and
// one with a guest.
func (w *secretWorld) begin() {
	ada, bob := w.people["ada"], w.people["bob"]
	rid := ada.does(`{"type":"room","room":"#den","private":true,"kind":"fifo","topic":"` + w.mark() + `"}`).str("rid")
	ada.does(`{"type":"join","room":"#den"}`)
	ada.does(`{"type":"invite","room":"#den","nick":"bob"}`)
	bob.does(`{"type":"join","room":"#den"}`)
	talk := ada.does(`{"type":"msg","to":"@bob","body":"` + w.mark() + `"}`).str("rid")
	w.private = []string{rid, talk}
	// Mallory was in the room once.
	ada.does(`{"type":"invite","room":"#den","nick":"mallory"}`)
	w.people["mallory"].does(`{"type":"join","room":"#den"}`)
	w.people["mallory"].everything()
	ada.does(`{"type":"kick","room":"#den","nick":"mallory"}`)
	synctest.Wait()
	w.people["mallory"].everything()
	w.knows["mallory"] = w.marks
}

// insiders lets those who may talk privately.
func (w *secretWorld) insiders(n int) {
	ada, bob := w.people["ada"], w.people["bob"]
	seq := n%5 + 1
	for _, request := range []string{
		fmt.Sprintf(`{"type":"msg","to":"#den","body":"%s @eve"}`, w.mark()),
		fmt.Sprintf(`{"type":"msg","to":"@bob","body":"%s"}`, w.mark()),
		fmt.Sprintf(`{"type":"edit","room":"#den","seq":%d,"body":"%s"}`, seq, w.mark()),
		fmt.Sprintf(`{"type":"react","room":"#den","seq":%d,"emoji":"👍"}`, seq),
		fmt.Sprintf(`{"type":"push","room":"#den","body":"%s"}`, w.mark()), `{"type":"take","room":"#den"}`,
		fmt.Sprintf(`{"type":"topic","room":"#den","topic":"%s"}`, w.mark()),
		fmt.Sprintf(`{"type":"delete","room":"@bob","seq":%d}`, seq),
		`{"type":"typing","room":"#den"}`, `{"type":"read","room":"#den","upto":1}`,
		`{"type":"room","room":"#den","slow_ms":1}`, `{"type":"mute","room":"#den","nick":"eve"}`,
		`{"type":"ban","room":"#den","nick":"eve"}`, `{"type":"unban","room":"#den","nick":"eve"}`,
	} {
		ada.ask(request)
	}
	bob.ask(fmt.Sprintf(`{"type":"msg","to":"@ada","reply":%d,"body":"%s"}`, seq, w.mark()))
	body := []byte(w.mark())
	ok := ada.ask(offerOf([]string{"#den", "@bob"}[n%2], w.mark(), fmt.Sprintf("cid-file-%d", w.marks), body))
	if ok.str("ticket") != "" && w.h.put(ok.str("ticket"), body, len(body)).str("type") == "ok" {
		w.files = append(w.files, ok.str("file"))
	}
}

// asksForFiles lets an outsider ask for all that insiders have sent.
func (w *secretWorld) asksForFiles(who string, p *peer) {
	for _, id := range w.files {
		for _, typ := range []string{"file.get", "file.about"} {
			request := fmt.Sprintf(`{"type":%q,"file":%q}`, typ, id)
			if f := p.ask(request); f.str("code") != string(chat.CodeFileGone) {
				w.leaks = append(w.leaks, fmt.Sprintf("%s asked %s and got %v", who, request, f))
			}
		}
	}
}

// attempts are what outsiders try. %s is a private place by one of its names.
var attempts = []string{
	`{"type":"join","room":"%s","since":0}`, `{"type":"history","room":"%s"}`, `{"type":"history","room":"%s","around":2}`,
	`{"type":"search","query":"zqxjv1vjxqz","room":"%s"}`, `{"type":"search","query":"zq"}`, `{"type":"search","query":"eve"}`,
	`{"type":"search","query":"eve","from":"ada"}`, `{"type":"rooms"}`, `{"type":"rooms","mine":true}`, `{"type":"who","room":"%s","all":true}`,
	`{"type":"whois","nick":"ada"}`, `{"type":"whois","nick":"bob"}`, `{"type":"edit","room":"%s","seq":1,"body":"x"}`,
	`{"type":"react","room":"%s","seq":1,"emoji":"👍"}`, `{"type":"msg","to":"%s","reply":1,"body":"x"}`, `{"type":"delete","room":"%s","seq":1}`,
	`{"type":"topic","room":"%s","topic":"x"}`, `{"type":"read","room":"%s","upto":9}`, `{"type":"typing","room":"%s"}`, `{"type":"leave","room":"%s"}`,
	`{"type":"room","room":"%s","private":false}`, `{"type":"room","room":"%s"}`, `{"type":"kick","room":"%s","nick":"ada"}`,
	`{"type":"role","room":"%s","nick":"eve","role":"owner"}`, `{"type":"rulings","room":"%s"}`, `{"type":"invite","room":"%s","nick":"eve"}`,
	`{"type":"invite.new","rooms":["%s"]}`, `{"type":"invite.list"}`, `{"type":"nick","nick":"bob"}`, `{"type":"nick","nick":"ada"}`,
	`{"type":"nick","nick":"bobby"}`, `{"type":"block","nick":"ada"}`, `{"type":"block","nick":"ada","remove":true}`,
	`{"type":"file.offer","to":"%s","name":"x","size":1,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}`,
	`{"type":"file.get","file":"nothing"}`, `{"type":"stats"}`, `{"type":"queue","room":"%s"}`, `{"type":"take","room":"%s","wait_ms":1000}`, `{"type":"done","room":"%s","target":1}`,
	`{"type":"push","room":"%s","body":"x"}`, `{"type":"release","room":"%s","target":1}`,
	`{"type":"join","room":"#audit","since":0}`, `{"type":"history","room":"#audit"}`, `{"type":"join","room":"#lobby","since":0}`,
}

// Private means private: whatever outsiders ask, in whatever order, while
// others talk, are renamed, reset, kicked or the server starts anew, they hear
// nothing of what is said in private, nor where.
func TestPrivateMeansPrivate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 5, 60).Draw(rt, "steps")
		var leaks []string
		synctest.Test(t, func(t *testing.T) {
			w := &secretWorld{t: t, store: memory.New(), accounts: account.NewMemory(), keys: map[string]ed25519.PrivateKey{}, knows: map[string]int{}}
			for _, who := range []string{"server", "ada", "bob", "eve", "mallory"} {
				w.keys[who] = newKey(t)
			}
			kept, err := files.Open(t.TempDir(), files.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer kept.Close()
			w.kept = kept
			w.open()
			w.begin()
			for _, step := range steps {
				w.step(step)
				if len(w.leaks) > 0 {
					break
				}
			}
			w.hears()
			leaks = w.leaks
		})
		if len(leaks) > 0 {
			rt.Fatalf("%s", leaks[0])
		}
	})
}

// step does one thing.
func (w *secretWorld) step(n int) {
	switch n % 16 {
	case 0, 1:
		w.insiders(n / 16)
	case 2:
		w.people["bob"].ask(`{"type":"nick","nick":"bobby"}`)
		w.people["bob"].ask(`{"type":"nick","nick":"bob"}`)
	case 3:
		w.h.close()
		w.open()
	case 4:
		w.reset()
	case 5: // a guest is spoken to, goes, and another one takes the nick
		w.people["guest"].does(`{"type":"who"}`)
		w.people["ada"].ask(fmt.Sprintf(`{"type":"msg","to":"@%s","body":"for the first one"}`, w.guest()))
		w.people["guest"].say(`{"type":"bye"}`)
		w.people["guest"].ends()
		synctest.Wait()
		w.people["guest"] = w.h.guest(w.guest(), "#lobby")
		if f := w.people["guest"].ask(`{"type":"history","room":"@ada"}`); strings.Contains(fmt.Sprint(f), "first one") {
			w.leaks = append(w.leaks, fmt.Sprintf("the next guest got %v", f))
		}
	case 6:
		who := []string{"eve", "guest", "mallory"}[n/16%3]
		w.asksForFiles(who, w.people[who])
	default:
		who := []string{"eve", "guest", "mallory"}[n/16%3]
		request := attempts[n/48%len(attempts)]
		if strings.Contains(request, "%s") {
			names := []string{"#den", "#DEN", "#lobby\",\"rid\":\"" + w.private[0], "@ada\",\"rid\":\"" + w.private[1], "@bob\",\"rid\":\"" + w.private[1], "#den\",\"rid\":\"" + w.private[0]}
			if strings.Contains(request, "invite.new") {
				names = names[:2]
			}
			request = fmt.Sprintf(request, names[n/48/len(attempts)%len(names)])
		}
		w.look(who, request, w.people[who].ask(request))
		w.hears()
	}
}

// reset closes bob's account; eve gets hold of the link and is bob from now on,
// as all can see.
func (w *secretWorld) reset() {
	if w.knows["reset"] > 0 {
		return
	}
	w.knows["reset"] = 1
	token := w.h.console().does(`{"type":"account.reset","nick":"bob"}`).str("token")
	w.people["bob"].ends()
	key := newKey(w.t)
	p, f := w.h.loginWith("bob", key, fmt.Sprintf(`"token":%q`, token))
	w.look("guest", "", f)
	for _, request := range []string{
		`{"type":"history","room":"@ada"}`, `{"type":"history","room":"#den"}`, `{"type":"join","room":"#den","since":0}`,
		`{"type":"rooms","mine":true}`, `{"type":"search","query":"zq"}`, `{"type":"history","room":"@ada","rid":"` + w.private[1] + `"}`,
	} {
		w.look("guest", request, p.ask(request))
	}
	w.asksForFiles("the next bob", p)
	w.keys["bob"], w.people["bob"] = key, p
	p.does(`{"type":"join","room":"#lobby"}`)
}
