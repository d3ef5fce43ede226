package main

import "testing"

func TestMemoryIsGivenBackOnceAServerIsQuiet(t *testing.T) {
	const mb = 1 << 20
	looks := []struct {
		allocs, live, objects, free uint64
		want                        bool
	}{
		{allocs: 0, live: 5 * mb, objects: 6 * mb},                          // nothing to give
		{allocs: 90 * mb, live: 40 * mb, objects: 80 * mb, free: 9 * mb},    // busy
		{allocs: 91 * mb, live: 40 * mb, objects: 81 * mb},                  // busy
		{allocs: 91*mb + 1, live: 40 * mb, objects: 81 * mb, want: true},    // quiet
		{allocs: 91*mb + 2, live: 40 * mb, objects: 41 * mb, free: 20 * mb}, // it was done
		{allocs: 99 * mb, live: 40 * mb, objects: 49 * mb, free: 20 * mb},   // busy again
		{allocs: 99*mb + 9, live: 45 * mb, objects: 50 * mb, free: 2 * mb},  // not worth it
		{allocs: 99*mb + 9, live: 45 * mb, objects: 50 * mb, free: 4 * mb, want: true},
	}
	var th thrift
	for i, l := range looks {
		if got := th.due(l.allocs, l.live, l.objects, l.free); got != l.want {
			t.Errorf("look %d: %t, want %t", i, got, l.want)
		}
	}
}
