package tuitest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is drawn into testdata/*.golden") //nolint:gochecknoglobals // a flag of go test

// Golden compares what is drawn with testdata/NAME.golden. With -update it
// writes that file instead.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with: go test -update", err)
	}
	if wanted := strings.ReplaceAll(string(want), "\r\n", "\n"); got != wanted {
		t.Errorf("%s differs (write it anew with: go test -update)\ngot:\n%s\nwant:\n%s", path, got, wanted)
	}
}
