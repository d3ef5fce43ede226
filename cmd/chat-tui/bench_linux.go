package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// gaugesOf returns what tells the CPU time and the memory of a process.
func gaugesOf(pid int) (cpu func() time.Duration, mem func() int64) {
	return func() time.Duration { return cpuOf(pid) }, func() int64 { return memoryOf(pid) }
}

// clockTick is the unit of times in /proc, see proc_pid_stat(5); it is the same
// on all systems Go runs on.
const clockTick = 10 * time.Millisecond

func cpuOf(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(stat, []byte(") ")) // the name before may hold spaces
	fields := bytes.Fields(rest)
	const user, system = 11, 12
	if len(fields) <= system {
		return 0
	}
	u, _ := strconv.ParseInt(string(fields[user]), 10, 64)
	s, _ := strconv.ParseInt(string(fields[system]), 10, 64)
	return time.Duration(u+s) * clockTick
}

func memoryOf(pid int) int64 {
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(string(fields[1]), 10, 64)
	return pages * int64(os.Getpagesize())
}
