package sqlite

import (
	"context"
	"strings"
	"testing"
)

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	for name, tt := range map[string]struct{ harm, want string }{
		"a hole":               {"DELETE FROM entries WHERE seq = 5 AND room = 1", "message 5 is missing"},
		"a lost end":           {"DELETE FROM entries WHERE seq = 8 AND room = 1", "messages 8 to 8 are missing"},
		"another text":         {"UPDATE entries SET body = 'other' WHERE seq = 1 AND room = 1", "message 1 is not as it was written"},
		"a change of nothing":  {"UPDATE entries SET kind = 2 WHERE seq = 3 AND room = 1", "about message 3"},
		"a wrong end":          {"UPDATE rooms SET last = 7 WHERE id = 1", "but there is 8"},
		"a wrong time":         {"UPDATE rooms SET at = at + 1 WHERE id = 1", "another time"},
		"a room that is gone":  {"DELETE FROM rooms WHERE id = 1", "messages of no room"},
		"a broken account":     {"INSERT INTO accounts (id, record) VALUES ('x', x'00')", "account x"},
		"what should be gone":  {"UPDATE rooms SET first = 3 WHERE id = 1", "before its first, 3"},
		"a mention of nothing": {"INSERT INTO mentions (person, room, seq) VALUES (1, 1, 99)", "mentions in no message"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := opened(t, dir)
			talked(t, s)
			whole(t, s)
			closed(t, s)
			db := openHandle(file(dir), nil)
			if _, err := db.ExecContext(t.Context(), tt.harm); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			report, err := Verify(context.Background(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(report.Findings, "\n"), tt.want) {
				t.Errorf("findings %q, want %q", report.Findings, tt.want)
			}
		})
	}
}
