package transport

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

func TestOneOfManyPublishesWithOrWithoutHardLinks(t *testing.T) {
	for name, put := range map[string]func(path string, content []byte) error{
		"with hard links": publish,
		"without": func(path string, content []byte) error {
			temp, err := writeTemp(path, content)
			if err != nil {
				return err
			}
			return publishUnlinked(temp, path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			var all sync.WaitGroup
			var winner atomic.Pointer[string]
			for i := range 8 {
				all.Go(func() {
					content := strconv.Itoa(i)
					switch err := put(path, []byte(content)); {
					case err == nil && !winner.CompareAndSwap(nil, &content):
						t.Error("two were first")
					case err != nil && !errors.Is(err, fs.ErrExist):
						t.Error(err)
					}
				})
			}
			all.Wait()
			if got, err := os.ReadFile(path); err != nil || winner.Load() == nil || string(got) != *winner.Load() {
				t.Errorf("the file holds %q, %v", got, err)
			}
		})
	}
}
