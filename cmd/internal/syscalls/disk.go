package syscalls

import (
	"math/rand/v2"
	"path/filepath"
)

// A Disk is what files hold on a disk that keeps what was synced and, of what
// was written since, as much as chance would have it.
type Disk struct {
	files map[string]*file // by name
}

type file struct {
	synced  []byte
	waiting []change
}

// A change is a write, or with no data a truncation to at.
type change struct {
	at       int64
	data     []byte
	truncate bool
}

// NewDisk returns a disk with some files, by name.
func NewDisk(files map[string][]byte) *Disk {
	d := &Disk{files: map[string]*file{}}
	for name, content := range files {
		d.files[name] = &file{synced: content}
	}
	return d
}

// Apply does one call that has ended, of a file in dir; others it ignores.
func (d *Disk) Apply(c Call, dir string) {
	if filepath.Dir(c.File) != dir || c.Result < 0 {
		return
	}
	name := filepath.Base(c.File)
	f := d.files[name]
	if f == nil {
		f = &file{}
		d.files[name] = f
	}
	switch c.Name {
	case "pwrite64":
		f.waiting = append(f.waiting, change{at: c.Offset, data: c.Data[:min(int64(len(c.Data)), c.Result)]})
	case "ftruncate":
		f.waiting = append(f.waiting, change{at: c.Offset, truncate: true})
	case "fsync", "fdatasync":
		for _, w := range f.waiting {
			f.synced = w.on(f.synced)
		}
		f.waiting = nil
	}
}

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// Cut returns what is on the disk after a power cut now: of each change that
// was not synced each sector with a chance of one half, or none at all where
// random is nil.
func (d *Disk) Cut(random *rand.Rand) map[string][]byte {
	left := map[string][]byte{}
	for name, f := range d.files {
		content := append([]byte(nil), f.synced...)
		for _, w := range f.waiting {
			switch {
			case random == nil:
			case w.truncate:
				if random.IntN(2) == 0 {
					content = w.on(content)
				}
			default:
				for from := 0; from < len(w.data); from += sector {
					if random.IntN(2) == 0 {
						piece := w.data[from:min(from+sector, len(w.data))]
						content = change{at: w.at + int64(from), data: piece}.on(content)
					}
				}
			}
		}
		left[name] = content
	}
	return left
}

// on returns content after the change.
func (c change) on(content []byte) []byte {
	end := c.at + int64(len(c.data))
	if n := end - int64(len(content)); n > 0 {
		content = append(content, make([]byte, n)...)
	}
	if c.truncate {
		return content[:c.at]
	}
	copy(content[c.at:], c.data)
	return content
}
