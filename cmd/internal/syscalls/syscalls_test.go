package syscalls_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/cmd/internal/syscalls"
)

const trace = `101 pwrite64(7</data/chat.db-wal>, "\x61\x62\x63", 3, 4) = 3
102 fdatasync(7</data/chat.db-wal> <unfinished ...>
101 write(9<TCP:[127.0.0.1:5555->127.0.0.1:40000]>, "\x6f\x6b", 2) = 2
102 <... fdatasync resumed>) = 0
101 writev(9<TCP:[127.0.0.1:5555->127.0.0.1:40000]>, [{iov_base="\x61", iov_len=1}, {iov_base="\x62\x0a", iov_len=2}], 2) = 3
101 ftruncate(7</data/chat.db-wal>, 2) = 0
101 pwrite64(7</data/chat.db-wal>, "\x64", 1, 0) = -1 ENOSPC (No space left on device)
103 fsync(7</data/chat.db-wal> <unfinished ...>
101 +++ exited with 0 +++
`

func TestRead(t *testing.T) {
	calls, err := syscalls.Read(strings.NewReader(trace))
	if err != nil || len(calls) != 7 {
		t.Fatalf("Read() = %d calls, %v", len(calls), err)
	}
	write, answer, sync := calls[0], calls[1], calls[2]
	switch {
	case string(write.Data) != "abc" || write.Offset != 4 || write.File != "/data/chat.db-wal":
		t.Errorf("the write is %+v", write)
	case string(answer.Data) != "ok" || answer.File != "TCP:[127.0.0.1:5555->127.0.0.1:40000]":
		t.Errorf("the answer is %+v", answer)
	case sync.Name != "fdatasync" || sync.Begin >= answer.Begin || sync.End <= answer.End || sync.Result != 0:
		t.Errorf("the sync is %+v, the answer %+v", sync, answer)
	case string(calls[3].Data) != "ab\n":
		t.Errorf("the pieces are %q", calls[3].Data)
	case calls[5].Result != -1 || calls[6].Result != -1:
		t.Errorf("what failed is %+v, what never ended %+v", calls[5], calls[6])
	}
}

func TestADiskKeepsWhatWasSynced(t *testing.T) {
	d := syscalls.NewDisk(nil)
	do := func(name, data string, at int64) {
		d.Apply(syscalls.Call{Name: name, File: "/data/f", Data: []byte(data), Offset: at, Result: int64(len(data))}, "/data")
	}
	do("pwrite64", "abcdef", 2)
	if got := string(d.Cut(nil)["f"]); got != "" {
		t.Errorf("before the sync it holds %q", got)
	}
	do("fsync", "", 0)
	do("ftruncate", "", 4)
	if got := string(d.Cut(nil)["f"]); got != "\x00\x00abcdef" {
		t.Errorf("after the sync it holds %q", got)
	}
	do("pwrite64", strings.Repeat("x", 2000), 0)
	seen := map[int]bool{}
	random := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		seen[strings.Count(string(d.Cut(random)["f"]), "x")] = true
	}
	if len(seen) < 4 {
		t.Errorf("a cut leaves %v of what was not synced", seen)
	}
}
