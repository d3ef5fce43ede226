package main

import (
	"log/slog"
	"math"
	"runtime/debug"
	"runtime/metrics"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// limitMemory has the runtime keep to the memory that a container gives the
// server, unless GOMEMLIMIT says how much it may have.
func limitMemory(log *slog.Logger) {
	const share = 0.85 // the rest is for what the runtime does not count
	if _, err := memlimit.Set(memlimit.WithProvider(memlimit.FromCgroup), memlimit.WithRatio(share)); err != nil {
		log.Debug("no limit of memory is known", "cause", err)
	}
}

// shortFrom is the share of the limit above which memory is short.
const shortFrom = 0.75

// memoryShort reports whether what the process cannot do without comes close to
// the limit of memory, if there is one.
func memoryShort() bool {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		return false
	}
	samples := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/gc/heap/live:bytes"},
	}
	metrics.Read(samples)
	var v [5]float64
	for i, s := range samples {
		if s.Value.Kind() != metrics.KindUint64 {
			return false
		}
		v[i] = float64(s.Value.Uint64())
	}
	total, released, free, objects, live := v[0], v[1], v[2], v[3], v[4]
	garbage := objects - max(live, objects/2) // what was live at the last collection may have grown since
	return total-released-free-garbage > shortFrom*float64(limit)
}
