//go:build !linux && !darwin

package sqlite

import (
	"errors"
	"time"
)

const canLimitFiles = false

// limitFiles is not there.
func limitFiles(uint64) error { return errors.ErrUnsupported }

// cpuTime is not known.
func cpuTime() time.Duration { return 0 }
