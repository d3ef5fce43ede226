package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// filled returns a folder with a closed database of some pages.
func filled(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	for seq := range uint64(300) {
		rec := entry(room.RID, seq+1, "ada", fmt.Sprintf("cid-%05d", seq))
		rec.Entry.Body = strings.Repeat("word ", 40)
		appended(t, s, rec)
	}
	closed(t, s)
	return dir
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// D13, D14: what cannot be used is refused and stays as it is.
func TestAFileThatCannotBeUsedIsRefusedAndKept(t *testing.T) {
	whole := content(t, file(filled(t)))
	const page = 4096
	changed := func(at int, with ...byte) []byte {
		b := bytes.Clone(whole)
		copy(b[at:], with)
		return b
	}
	for name, tt := range map[string]struct {
		content []byte
		why     string
	}{
		"empty":               {nil, "is cut off or empty"},
		"a few bytes":         {whole[:50], "is cut off or empty"},
		"garbage":             {bytes.Repeat([]byte("garbage "), 4000), "is not a database"},
		"zeros":               {make([]byte, len(whole)), "is not a database"},
		"cut off in the head": {whole[:page], "is cut off"},
		"cut off":             {whole[:len(whole)-page], "is cut off"},
		"cut off in a page":   {whole[:len(whole)-100], "is cut off"},
		"of another program":  {changed(applicationAt, 0, 0, 0, 0), "is a database of another program"},
		"of a newer version":  {changed(userVersionAt, 0, 0, 3, 0), "was written by a newer chat-tui (version 768"},
		"a page of zeros":     {changed(5*page, make([]byte, page)...), "is damaged"},
		"the schema is zeros": {changed(headSize, make([]byte, page-headSize)...), "is damaged"},
		"a page of another":   {changed(7*page, whole[9*page:10*page]...), "is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, file(dir), tt.content)
			err := refused(t, dir)
			if !strings.HasPrefix(err.Error(), file(dir)+" "+tt.why) || !strings.Contains(err.Error(), "chat-tui restore") {
				t.Errorf("the error is %q", err)
			}
			if !bytes.Equal(content(t, file(dir)), tt.content) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestADatabaseThatIsMissingIsNotBegunAnew(t *testing.T) {
	for _, rest := range []string{"-wal", ".height"} {
		t.Run(rest, func(t *testing.T) {
			dir := t.TempDir()
			write(t, file(dir)+rest, []byte("of what was there\n"))
			if err := refused(t, dir); !strings.Contains(err.Error(), "is missing") || !strings.Contains(err.Error(), rest) {
				t.Errorf("the error is %q", err)
			}
			if _, err := os.Stat(file(dir)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("there is a file now: %v", err)
			}
		})
	}
}

func TestANewDatabaseThatWasNotFinishedIsMadeAgain(t *testing.T) {
	dir := t.TempDir()
	for _, suffix := range []string{"", "-wal", "-journal"} {
		write(t, file(dir)+".new"+partSuffix+suffix, []byte("half"))
	}
	closed(t, opened(t, dir))
	if parts, _ := filepath.Glob(file(dir) + "*" + partSuffix + "*"); len(parts) > 0 {
		t.Errorf("left behind: %v", parts)
	}
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are of Unix")
	}
	dir := t.TempDir()
	s := opened(t, dir)
	made(t, s, "#a")
	for _, suffix := range []string{"", "-wal", "-shm", ".height"} {
		if info, err := os.Stat(file(dir) + suffix); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("chat.db%s: %v, %v", suffix, info.Mode(), err)
		}
	}
}

func TestFoldersWithOddNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b%20#?&é[x]'\"")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Skip(err)
	}
	s := opened(t, dir)
	made(t, s, "#a")
	closed(t, s)
	if _, err := os.Stat(file(dir)); err != nil {
		t.Error(err)
	}
	if _, err := opened(t, dir).RoomNamed(t.Context(), "#a"); err != nil {
		t.Error(err)
	}
}

// D30.
func TestAFolderThatCannotBeWrittenToIsRefused(t *testing.T) {
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none"), Options{}); err == nil {
		t.Error("a folder that is not there was opened")
	}
	dir := filled(t)
	if err := os.Mkdir(file(dir)+"-wal", 0o700); err != nil { // as if it could not be made
		t.Fatal(err)
	}
	before := content(t, file(dir))
	if s, err := Open(t.Context(), dir, Options{}); err == nil {
		_ = s.Close()
		t.Error("it was opened without a log")
	} else if !strings.Contains(err.Error(), file(dir)) {
		t.Errorf("the error is %q", err)
	}
	if !bytes.Equal(content(t, file(dir)), before) {
		t.Error("the file was changed")
	}
}

func TestDamageFoundWhileReadingNamesTheFile(t *testing.T) {
	dir := filled(t)
	s := opened(t, dir)
	f, err := os.OpenFile(file(dir), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, _ := f.Stat()
	for at := int64(4096); at < info.Size(); at += 4096 {
		if _, err := f.WriteAt(make([]byte, 4096), at); err != nil {
			t.Fatal(err)
		}
	}
	_ = f.Close()
	_, err = s.After(t.Context(), "rid-of-a", 0, 1000)
	if err == nil || !strings.Contains(err.Error(), file(dir)+" is damaged") {
		t.Errorf("After() = %v", err)
	}
}

// A large file is checked while it is in use.
func TestDamageFoundLaterIsTold(t *testing.T) {
	dir := filled(t)
	found := make(chan error, 1)
	s := opened(t, dir)
	s.opts.Fail = func(err error) { found <- err }
	f, err := os.OpenFile(file(dir), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 4096), 9*4096); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	s.checkLater(t.Context())
	if err := <-found; !strings.Contains(err.Error(), file(dir)+" is damaged") {
		t.Errorf("Fail was told %v", err)
	}
}

// flip changes a text on disk behind SQLite's back.
func flip(t *testing.T, dir, from, to string) {
	t.Helper()
	b := content(t, file(dir))
	if !bytes.Contains(b, []byte(from)) {
		t.Fatalf("%q is not in the file", from)
	}
	write(t, file(dir), bytes.ReplaceAll(b, []byte(from), []byte(to)))
}

// D15: SQLite notices no flipped bit in a text.
func TestAMessageThatIsNotAsItWasWrittenIsDamaged(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	appended(t, s, entry(room.RID, 1, "ada", ""), entry(room.RID, 2, "ada", ""), entry(room.RID, 3, "ada", ""))
	appended(t, s, change(room.RID, 4, "edit", 3))
	closed(t, s)
	flip(t, dir, "message 2", "massage 2")
	s = opened(t, dir)
	for _, e := range after(t, s, room.RID) {
		if damaged := e.Seq == 2; e.Damaged != damaged || damaged && e.Body != "" {
			t.Errorf("entry %d is %+v", e.Seq, e)
		}
	}
	// To change it does not make it genuine, to delete it helps.
	edit := change(room.RID, 5, "edit", 2)
	edit.Entry.Body = "better"
	appended(t, s, edit)
	if e := after(t, s, room.RID)[1]; !e.Damaged || e.Body != "" {
		t.Errorf("after an edit it is %+v", e)
	}
	if e := after(t, s, room.RID)[4]; !e.Damaged || e.Body != "" {
		t.Errorf("the edit is %+v", e)
	}
	appended(t, s, change(room.RID, 6, "delete", 2))
	if e := after(t, s, room.RID)[1]; !e.Deleted || e.Body != "" {
		t.Errorf("after it was deleted it is %+v", e)
	}
}

func TestDeletedTextIsNowhere(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	for seq, text := range []string{"the-first-secret", "the-second-secret", "the-third-secret" + strings.Repeat(".", 8000), "kept"} {
		rec := entry(room.RID, uint64(seq+1), "ada", "")
		rec.Entry.Body = text
		appended(t, s, rec)
	}
	appended(t, s, change(room.RID, 5, "delete", 1), change(room.RID, 6, "edit", 2), change(room.RID, 7, "delete", 3))
	talk := made(t, s, "#b")
	rec := entry(talk.RID, 1, "ada", "")
	rec.Entry.Body = "the-fourth-secret"
	appended(t, s, rec)
	if err := s.DropRoom(t.Context(), talk.RID); err != nil {
		t.Fatal(err)
	}
	gone := func(when string) {
		t.Helper()
		files, _ := filepath.Glob(file(dir) + "*")
		for _, name := range files {
			if bytes.Contains(content(t, name), []byte("-secret")) {
				t.Errorf("%s, a secret is in %s", when, name)
			}
		}
	}
	// When nothing waits the writer tidies, and again each second while somebody
	// still reads an older state; here nobody does any more.
	s.stop()
	s.index.close()
	s.tasks.Wait()
	s.writer.close()
	gone("while it is open")
	if !bytes.Contains(content(t, file(dir)), []byte("kept")) {
		t.Error("what was kept is not there either")
	}
	closed(t, s)
	gone("when it is closed")
}

// SQLite itself must do as it is told.
func TestTheWriterSyncsEveryCommit(t *testing.T) {
	s := opened(t, t.TempDir())
	s.writer.close()
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "fullfsync": "1", "foreign_keys": "1", "secure_delete": "1",
		"wal_autocheckpoint": "0", "application_id": fmt.Sprint(applicationID), "user_version": fmt.Sprint(newest(t)),
	} {
		var got string
		if err := s.write.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
	if _, err := s.read.ExecContext(t.Context(), "DELETE FROM entries"); err == nil {
		t.Error("a reader can write")
	}
}
