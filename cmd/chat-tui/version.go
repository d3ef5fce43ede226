package main

import "runtime/debug"

// version names this build: the tag it was built from, or a pseudo-version
// with the commit (and +dirty) otherwise. The go command records it, so no
// release step has to; "devel" where it recorded none, as under `go run`.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "devel"
}
