package main

import (
	"io/fs"
	"path/filepath"
	"runtime/metrics"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// footprint returns what a server in this process costs: dir is its folder, ""
// if it has none; commits may be nil.
func footprint(dir string, commits func() sqlite.Commits) chat.Usage {
	u := chat.Usage{CPUMS: cpuSpent().Milliseconds(), Memory: memoryInUse()}
	if dir != "" {
		u.Disk, u.Free = sizeOf(dir), freeOn(dir)
	}
	if commits != nil {
		c := commits()
		u.Commits, u.Entries, u.CommitMS = c.Batches, c.Entries, c.Busy.Milliseconds()
	}
	return u
}

// memoryInUse returns what this process has of the system's memory, in bytes,
// as the Go runtime knows it.
func memoryInUse() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	for _, s := range samples {
		if s.Value.Kind() != metrics.KindUint64 {
			return 0
		}
	}
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}

// sizeOf returns how many bytes the files below a folder have.
func sizeOf(dir string) (size int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // what went meanwhile counts nothing
		}
		if info, err := d.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size
}
