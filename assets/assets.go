// Package assets carries the files that are part of the program without being
// code: the documented default settings, the manual page, the systemd unit and
// the themes.
//
// It is the only Go file here; whoever wants a file opens it by its name from
// FS, for example "config/chat-tui.toml".
package assets

import "embed"

// FS holds the files at the paths they have in this folder.
//
//go:embed config man systemd themes
var FS embed.FS
