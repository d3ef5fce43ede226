package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// A thrift gives memory back to the system when a server has become quiet. The
// runtime collects garbage when there is as much as there are live things, or
// after two minutes; ten thousand who have just come leave tens of megabytes.
type thrift struct {
	samples []metrics.Sample
	allocs  uint64 // bytes ever, at the last look
	done    bool   // nothing was allocated to speak of since it was given back
}

// How a thrift looks.
const (
	thriftEvery = time.Second
	quietAllocs = 512 << 10 // bytes between two looks
	worthWhile  = 8 << 20   // bytes to give back
)

func newThrift() *thrift {
	return &thrift{samples: []metrics.Sample{
		{Name: "/gc/heap/allocs:bytes"},
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
	}}
}

// run looks after the memory until ctx ends.
func (t *thrift) run(ctx context.Context) {
	clock := time.NewTicker(thriftEvery)
	defer clock.Stop()
	for {
		select {
		case <-clock.C:
			metrics.Read(t.samples)
			var v [4]uint64
			for i, s := range t.samples {
				if s.Value.Kind() != metrics.KindUint64 {
					return // a runtime that does not tell
				}
				v[i] = s.Value.Uint64()
			}
			if t.due(v[0], v[1], v[2], v[3]) {
				debug.FreeOSMemory()
			}
		case <-ctx.Done():
			return
		}
	}
}

// due reports whether to give memory back: little was allocated lately, and
// much of the heap is garbage or free. Once it was, it waits for the next burst.
func (t *thrift) due(allocs, live, objects, free uint64) bool {
	lately := allocs - min(t.allocs, allocs)
	t.allocs = allocs
	if lately > quietAllocs {
		t.done = false
		return false
	}
	if t.done || objects-min(live, objects)+free < worthWhile {
		return false
	}
	t.done = true
	return true
}
