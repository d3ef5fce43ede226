package account

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// openTest opens the registry kept in dir until the test ends.
func openTest(t *testing.T, dir string) *Registry {
	t.Helper()
	r, err := OpenFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// content returns what is in the file of dir.
func content(t *testing.T, dir string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// write puts a file in dir as another start would find it.
func write(t *testing.T, dir string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, fileName), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAccountsOutliveTheServer(t *testing.T) {
	dir := t.TempDir()
	r := openTest(t, dir)
	a, b := mustClaim(t, r, "Adélie", 1), mustClaim(t, r, "山田のタロ", 2)
	var err error
	if a, err = r.Rename(a.ID, mustNick(t, "countess")); err != nil {
		t.Fatal(err)
	}
	if a, err = r.AddKey(a.ID, testKey(3), testTime()); err != nil {
		t.Fatal(err)
	}
	if b, err = r.SetDisabled(b.ID, true); err != nil {
		t.Fatal(err)
	}
	if err := r.Hold(mustNick(t, "guest"), "stay"); err != nil {
		t.Fatal(err)
	}
	// No Close: nothing may depend on it.

	again := openTest(t, dir)
	for _, want := range []Account{a, b} {
		if got, ok := again.ByID(want.ID); !ok || !same(got, want) || got.Nick != want.Nick {
			t.Errorf("came back as %+v, was %+v", got, want)
		}
	}
	for _, nick := range []string{"adélie", "countess"} {
		if who, _ := again.Resolve(nick); who.Account != a.ID {
			t.Errorf("%s leads to %+v", nick, who)
		}
	}
	if got, ok := again.ByKey(testKey(3)); !ok || got.ID != a.ID {
		t.Errorf("the second key leads to %+v", got)
	}
	if _, ok := again.Resolve("guest"); ok {
		t.Error("a guest outlived the server")
	}
	if lines := bytes.Count(content(t, dir), []byte("\n")); lines != 2 {
		t.Errorf("%d lines for 2 accounts after the start", lines)
	}
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are of Unix")
	}
	dir := t.TempDir()
	mode := func() os.FileMode {
		info, err := os.Stat(filepath.Join(dir, fileName))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	r := openTest(t, dir)
	mustClaim(t, r, "ada", 1)
	if mode() != 0o600 {
		t.Errorf("a new file has mode %o", mode())
	}
	if err := os.Chmod(filepath.Join(dir, fileName), 0o644); err != nil {
		t.Fatal(err)
	}
	openTest(t, dir)
	if mode() != 0o600 {
		t.Errorf("after the start it has mode %o", mode())
	}
}

func TestATornEndIsLeftOut(t *testing.T) {
	dir := t.TempDir()
	r := openTest(t, dir)
	mustClaim(t, r, "ada", 1)
	kept := len(content(t, dir))
	mustClaim(t, r, "bob", 2)
	whole := content(t, dir)
	for end := kept; end < len(whole); end++ {
		dir := t.TempDir()
		write(t, dir, whole[:end])
		r := openTest(t, dir)
		_, bob := r.Resolve("bob")
		if onlyLF := end == len(whole)-1; bob != onlyLF {
			t.Fatalf("cut at %d of %d: bob is there: %v", end, len(whole), bob)
		}
		if _, ok := r.Resolve("ada"); !ok {
			t.Fatalf("cut at %d of %d: ada is lost", end, len(whole))
		}
		// What follows must be readable too.
		mustClaim(t, r, "eve", 3)
		if _, ok := openTest(t, dir).Resolve("eve"); !ok {
			t.Fatalf("cut at %d of %d: what was saved after it is lost", end, len(whole))
		}
	}
}

func TestBlocksThatNeverReachedTheDiskAreATornEnd(t *testing.T) {
	dir := t.TempDir()
	mustClaim(t, openTest(t, dir), "ada", 1)
	whole := content(t, dir)
	for name, tail := range map[string]string{
		"zeros":              strings.Repeat("\x00", 300),
		"zeros, then a tail": strings.Repeat("\x00", 300) + `"}` + "\n",
		"a head, then zeros": `{"account":{"id":"` + strings.Repeat("\x00", 300),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, append(bytes.Clone(whole), tail...))
			r := openTest(t, dir)
			if _, ok := r.Resolve("ada"); !ok || !bytes.Equal(content(t, dir), whole) {
				t.Errorf("ada is there: %v; the file is %q", ok, content(t, dir))
			}
		})
	}
}

// sealed returns the line of a record, whatever the record says.
func sealed(text string) string {
	return lineHead + text + lineSum + sumOf([]byte(text)) + lineTail + "\n"
}

func TestADamagedFileIsRefusedAndKept(t *testing.T) {
	dir := t.TempDir()
	r := openTest(t, dir)
	mustClaim(t, r, "ada", 1)
	mustClaim(t, r, "bob", 2)
	mustClaim(t, r, "eve", 3)
	whole := content(t, dir)
	lines := bytes.SplitAfter(whole, []byte("\n"))
	with := func(n int, line string) []byte {
		var b []byte
		for i, l := range lines {
			if i == n-1 {
				l = []byte(line)
			}
			b = append(b, l...)
		}
		return b
	}
	valid := lines[1][len(lineHead) : len(lines[1])-len(lineSum)-sumSize-len(lineTail)-1]
	for name, tt := range map[string]struct {
		content []byte
		line    int
	}{
		"a letter changed":            {bytes.Replace(whole, []byte(`"bob"`), []byte(`"bab"`), 1), 2},
		"a letter changed at the end": {bytes.Replace(whole, []byte(`"eve"`), []byte(`"eva"`), 1), 3},
		"the sum changed":             {with(2, lineHead+string(valid)+lineSum+"00000000"+lineTail+"\n"), 2},
		"a line cut short":            {with(2, string(lines[1][:40])+"\n"), 2},
		"an empty line":               {with(1, "\n"), 1},
		"something else":              {with(1, "hello\n"), 1},
		"zeros in the middle":         {with(2, strings.Repeat("\x00", 50)+"\n"), 2},
		"two records":                 {with(2, sealed(string(valid)+string(valid))), 2},
		"a field of another version":  {with(2, sealed(strings.Replace(string(valid), `{"id"`, `{"role":"x","id"`, 1))), 2},
		"no id":                       {with(2, sealed(`{"id":"","nick":"x","keys":[]}`)), 2},
		"no nick":                     {with(2, sealed(`{"id":"x","nick":"","keys":[]}`)), 2},
		"no key":                      {with(2, sealed(`{"id":"x","nick":"x","keys":[]}`)), 2},
		"a key that is none":          {with(2, sealed(`{"id":"x","nick":"x","keys":[{"public":"AAAA","added":"2026-03-01T12:00:00Z"}]}`)), 2},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tt.content)
			r, err := OpenFile(dir)
			if err == nil {
				_ = r.Close()
				t.Fatal("it was opened")
			}
			where := fmt.Sprintf("%s is damaged in line %d: ", filepath.Join(dir, fileName), tt.line)
			if !strings.Contains(err.Error(), where) {
				t.Errorf("the error is %q, want it to say %q", err, where)
			}
			if !bytes.Equal(content(t, dir), tt.content) {
				t.Error("the file is not as it was")
			}
		})
	}
}

func TestFoldersThatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{
		"no folder":               filepath.Join(dir, "none"),
		"a folder where it is":    dir,
		"a file for the folder":   os.Args[0],
		"a name that cannot be\n": "\x00",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := OpenFile(dir); err == nil || !strings.HasPrefix(err.Error(), "open accounts: ") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestTheFileDoesNotGrowWithoutEnd(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "."+fileName+".1"), []byte("left by a crash"), 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := openJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, err := j.Load(); err != nil {
		t.Fatal(err)
	}
	// As if many lines had been written: few are quicker.
	j.lines = slack
	a := Account{ID: "a", Nick: knownNick("ada"), Keys: []Key{{Public: testKey(1), Added: testTime()}}, Created: testTime()}
	b := Account{ID: "b", Nick: knownNick("bob"), Keys: []Key{{Public: testKey(2), Added: testTime()}}, Created: testTime()}
	for _, save := range []Account{a, b, a, b, a} {
		if err := j.Save(save); err != nil {
			t.Fatal(err)
		}
	}
	j.lines = slack + 4
	a.Nick = knownNick("countess")
	if err := j.Save(a); err != nil {
		t.Fatal(err)
	}
	if j.lines != 3 || bytes.Count(content(t, dir), []byte("\n")) != 3 {
		t.Errorf("%d lines, the file has %q", j.lines, content(t, dir))
	}
	r := openTest(t, dir)
	if got, _ := r.ByID("a"); got.Nick.String() != "countess" {
		t.Errorf("a is %+v", got)
	}
	if got, _ := r.ByID("b"); !same(got, b) {
		t.Errorf("b is %+v", got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAfterAFailureOfTheDiskNothingMoreIsSaved(t *testing.T) {
	dir := t.TempDir()
	j, err := openJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(j)
	if err != nil {
		t.Fatal(err)
	}
	mustClaim(t, r, "ada", 1)
	before := content(t, dir)
	file := j.file
	if j.file, err = os.Open(j.path); err != nil { // for reading: every write fails
		t.Fatal(err)
	}
	if _, _, err := r.Claim(knownNick("bob"), testKey(2), testTime()); err == nil {
		t.Error("bob has an account that is nowhere")
	}
	_ = j.file.Close()
	j.file = file
	if _, _, err := r.Claim(knownNick("bob"), testKey(2), testTime()); !errors.Is(err, j.broken) || err == nil {
		t.Errorf("nobody knows what is on the disk, yet: %v", err)
	}
	if _, ok := r.Resolve("bob"); ok {
		t.Error("bob is there")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(content(t, dir), before) {
		t.Errorf("the file became %q", content(t, dir))
	}
}

func TestAWriteThatFailsHalfwayIsTakenBack(t *testing.T) {
	dir := t.TempDir()
	j, err := openJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	before := content(t, dir)
	if _, err := j.file.WriteAt([]byte(`{"account":{"id"`), j.size); err != nil {
		t.Fatal(err)
	}
	cause := errors.New("no space left on device")
	if err := j.takeBack(cause); !errors.Is(err, cause) || j.broken != nil {
		t.Errorf("takeBack: %v, broken: %v", err, j.broken)
	}
	if !bytes.Equal(content(t, dir), before) {
		t.Errorf("the file is %q", content(t, dir))
	}
}

func TestEveryAccountIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(letters().Filter(func(s string) bool {
			_, err := ParseNick(s)
			return err == nil
		}), 1, MaxNames, func(s string) string { return mustNick(t, s).fold }).Draw(t, "nicks")
		a := Account{
			ID: newID(), Nick: mustNick(t, names[0]), Created: testTime(),
			Disabled: rapid.Bool().Draw(t, "disabled"),
		}
		for _, s := range names[1:] {
			a.Former = append(a.Former, mustNick(t, s))
		}
		for n := range rapid.IntRange(1, 4).Draw(t, "keys") {
			a.Keys = append(a.Keys, Key{Public: testKey(n), Added: testTime()})
		}
		line := appendRecord(nil, a)
		if bytes.Count(line, []byte("\n")) != 1 {
			t.Fatalf("%q is not one line", line)
		}
		got, err := readRecords(line)
		if err != nil || len(got.accounts) != 1 || !same(got.accounts[0], a) || got.accounts[0].Nick != a.Nick {
			t.Fatalf("%+v came back as %+v, %v", a, got, err)
		}
	})
}

func FuzzReadRecords(f *testing.F) {
	a := appendRecord(nil, Account{ID: "a", Nick: knownNick("ada"), Keys: []Key{{Public: testKey(1), Added: testTime()}}, Created: testTime()})
	b := appendRecord(nil, Account{ID: "b", Nick: knownNick("bob"), Keys: []Key{{Public: testKey(2), Added: testTime()}}, Created: testTime()})
	for _, seed := range [][]byte{nil, a, append(bytes.Clone(a), b...), append(bytes.Clone(a), b[:50]...), append(bytes.Clone(a), a[:len(a)-1]...), []byte("\n"), make([]byte, 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		_, _ = readRecords([]byte(sealed(string(content))))
		got, err := readRecords(content)
		if err != nil {
			return
		}
		if got.end > int64(len(content)) || len(got.accounts) > got.lines {
			t.Fatalf("of %d bytes: %+v", len(content), got)
		}
		// What is kept is read the same again.
		var kept []byte
		for _, a := range got.accounts {
			kept = appendRecord(kept, a)
		}
		again, err := readRecords(kept)
		if err != nil || len(again.accounts) != len(got.accounts) || again.lines != len(got.accounts) || again.end != int64(len(kept)) {
			t.Fatalf("%+v, read again: %+v, %v", got, again, err)
		}
	})
}
