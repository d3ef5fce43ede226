//go:build unix

package files

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// full reports whether an error says that a disk is full.
func full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// syncFolder brings the names in a folder onto the disk.
func syncFolder(d *os.File) error {
	if err := d.Sync(); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}
