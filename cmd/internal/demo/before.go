package demo

import "time"

// before is what was said before the reader came. The pauses are those that
// people would make; see Options.Aged.
func before() []step {
	return []step{
		{0, "ann", topics, lobby, "Everyone · say hello · be kind", "", ""},
		{0, "bob", topics, ops, "On call: bob · runbook in the wiki", "", ""},
		{0, "cleo", topics, design, "Colours, words, and where things go", "", ""},

		{5 * time.Minute, "ann", says, lobby, "morning all ☕", "", "morning"},
		{40 * time.Second, "bob", says, lobby, "morning! the night was quiet, not one page", "", "quiet"},
		{8 * time.Second, "cleo", reacts, lobby, "🎉", "quiet", ""},
		{5 * time.Second, "eve", reacts, lobby, "🎉", "quiet", ""},
		{70 * time.Second, "dan", says, lobby, "こんにちは from the Tokyo office, already evening here 🇯🇵", "", "tokyo"},
		{9 * time.Second, "ann", reacts, lobby, "👋", "tokyo", ""},
		{40 * time.Second, "cleo", says, lobby, "The new sidebar is ready to look at. I moved unread rooms *up*, and dropped the second border.", "", "sidebar"},
		{30 * time.Second, "eve", says, lobby, "much calmer, thank you 💙", "sidebar", ""},
		{10 * time.Second, "bob", reacts, lobby, "👍", "sidebar", ""},
		{3 * time.Second, "dan", reacts, lobby, "👍", "sidebar", ""},

		{2 * time.Minute, "bob", says, ops, "deploy of `billing` 2.4.1 starts now", "", "deploy"},
		{50 * time.Second, "bob", says, ops, buildLog, "", "log"},
		{30 * time.Second, "ann", says, ops, "that warning about the pool again. I think this is all it needs:", "log", ""},
		{5 * time.Second, "ann", says, ops, poolDiff, "", "diff"},
		{20 * time.Second, "dan", reacts, ops, "👀", "diff", ""},
		{25 * time.Second, "dan", says, ops, "why 30 s? the load balancer gives up after 20", "diff", "why"},
		{45 * time.Second, "ann", edits, ops, poolDiffMended, "diff", ""},
		{4 * time.Second, "ann", says, ops, "you are right, 15 it is", "why", ""},
		{6 * time.Second, "dan", reacts, ops, "✅", "diff", ""},
		{2 * time.Minute, "bob", says, ops, "2.4.1 is out: https://status.example.com/deploys/241", "", "out"},
		{10 * time.Second, "ann", reacts, ops, "🚀", "out", ""},
		{2 * time.Second, "dan", reacts, ops, "🚀", "out", ""},

		{3 * time.Minute, "cleo", says, design, "which one for the accent? `#8ab4f8` or `#b9a7ff`", "", "accent"},
		{60 * time.Second, "eve", says, design, "the blue. the other one fights with the room names", "accent", ""},
		{20 * time.Second, "cleo", says, design, "مرحبا means hello, and the line still has to stand where it should", "", "rtl"},
		{30 * time.Second, "eve", says, design, "and 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 have to be two cells each, always", "", ""},
		{30 * time.Second, "cleo", says, design, "안녕하세요 · 你好 · γειά · שלום · привет", "", ""},

		{4 * time.Minute, "eve", acts, lobby, "is back from the dentist, and can nearly feel her face", "", "dentist"},
		{6 * time.Second, "bob", reacts, lobby, "😬", "dentist", ""},
		{60 * time.Second, "dan", says, lobby, "A small thing that I like in Go 1.25: waiting for what one starts got shorter.", "", ""},
		{8 * time.Second, "dan", says, lobby, waitCode, "", "code"},
		{30 * time.Second, "ann", says, lobby, "oh nice, no more Add(1) in the wrong place", "code", ""},
		{8 * time.Second, "cleo", reacts, lobby, "❤️", "code", ""},
		{3 * time.Second, "bob", reacts, lobby, "❤️", "code", ""},
		{40 * time.Second, "bob", says, lobby, "the pasword for the guest wifi is on the whiteboard", "", "wifi"},
		{7 * time.Second, "bob", edits, lobby, "the password for the guest wifi is on the whiteboard", "wifi", ""},
		{30 * time.Second, "dan", away, "", "dinner 🍜, back at 20:00", "", ""},
		{50 * time.Second, "cleo", says, lobby, "who takes notes today?", "", "notes"},
		{15 * time.Second, "eve", says, lobby, "I did it last time, so: not it 🙃", "notes", ""},
	}
}

const buildLog = "```\n" +
	"0:01 build   checking out 8c1f2e7\n" +
	"0:03 build   41 modules\n" +
	"0:09 build   compiling\n" +
	"0:31 test    ok    ledger   0.412s\n" +
	"0:31 test    ok    invoice  1.087s\n" +
	"0:32 test    ok    pool     0.230s\n" +
	"0:32 WARN    pool: 3 returned too late\n" +
	"0:34 test    ok    export   2.310s\n" +
	"0:35 image   layer 1 of 4 cached\n" +
	"0:35 image   layer 2 of 4 cached\n" +
	"0:36 image   layer 3 of 4 cached\n" +
	"0:41 image   layer 4 of 4, 18.2 MB\n" +
	"0:44 deploy  eu-1: 1 of 3 ready\n" +
	"0:52 deploy  eu-1: 2 of 3 ready\n" +
	"1:01 deploy  eu-1: 3 of 3 ready\n" +
	"1:02 deploy  us-1: 1 of 3 ready\n" +
	"1:11 deploy  us-1: 2 of 3 ready\n" +
	"1:20 deploy  us-1: 3 of 3 ready\n" +
	"1:21 deploy  done in 80 s\n" +
	"```"

const poolDiff = "```diff\n" +
	"--- a/pool.go\n" +
	"+++ b/pool.go\n" +
	"@@ -41,3 +41,3 @@ func (p *Pool) Get()\n" +
	" \tp.mu.Lock()\n" +
	"-\tp.patience = time.Minute\n" +
	"+\tp.patience = 30 * time.Second\n" +
	" \tp.mu.Unlock()\n" +
	"```"

const poolDiffMended = "```diff\n" +
	"--- a/pool.go\n" +
	"+++ b/pool.go\n" +
	"@@ -41,3 +41,3 @@ func (p *Pool) Get()\n" +
	" \tp.mu.Lock()\n" +
	"-\tp.patience = time.Minute\n" +
	"+\tp.patience = 15 * time.Second\n" +
	" \tp.mu.Unlock()\n" +
	"```"

const waitCode = "```go\n" +
	"var wg sync.WaitGroup\n" +
	"for _, room := range rooms {\n" +
	"\twg.Go(func() { room.run(ctx) })\n" +
	"}\n" +
	"wg.Wait() // nobody is left behind\n" +
	"```"
