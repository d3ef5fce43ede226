module github.com/chat-tui/chat-tui

go 1.26.0

require (
	charm.land/bubbles/v2 v2.2.1 // key bindings of the screen
	charm.land/bubbletea/v2 v2.1.1 // the screen: event loop and renderer
	charm.land/fang/v2 v2.0.1 // help and errors of the command line, styled
	charm.land/lipgloss/v2 v2.0.6 // colours of popups and of the screen
	github.com/BurntSushi/toml v1.6.0 // the settings file, unknown keys refused
	github.com/KimMachineGun/automemlimit v1.0.1 // the memory that a container gives
	github.com/VictoriaMetrics/metrics v1.44.0 // figures in the text format of Prometheus, without a registry for all
	github.com/adrg/xdg v0.5.3 // the folders of each system
	github.com/anishathalye/porcupine v1.3.1 // whether answers of a queue fit one order, in tests
	github.com/atotto/clipboard v0.1.4 // the clipboard tool of each system
	github.com/charmbracelet/colorprofile v0.4.3 // which colours a terminal has
	github.com/charmbracelet/ultraviolet v0.0.0-20261008173134-6b8d4baf91b4 // cells of the emulated terminal, for tests and pictures
	github.com/charmbracelet/x/ansi v0.11.9 // widths and control sequences of terminals
	github.com/charmbracelet/x/term v0.2.2 // is it a terminal, and its state
	github.com/charmbracelet/x/vt v0.0.0-20260823001701-96af6d2cb5f6 // a terminal emulator, in tests
	github.com/cli/browser v1.3.0 // opens links with the program of each system
	github.com/clipperhouse/uax29/v2 v2.7.0 // what a reader takes for one character
	github.com/creack/pty v1.1.24 // pseudo-terminals, in tests
	github.com/dustin/go-humanize v1.1.0 // bytes and large numbers as people read them
	github.com/gofrs/flock v0.13.2 // one server a data folder, on every system
	github.com/kyokomi/emoji/v2 v2.2.14 // the emoji codes (its table only)
	github.com/lucasb-eyer/go-colorful v1.4.1 // distances of colours, in tests
	github.com/mtibben/confusables v0.0.0-20210201002637-9d1b0723b659 // look-alike names (UTS 39)
	github.com/muesli/cancelreader v0.2.2 // a read of the keyboard that can be given up
	github.com/rivo/uniseg v0.4.7 // a second opinion on characters, in tests
	github.com/rogpeppe/go-internal v1.16.0 // scripts that run the real binary, in tests
	github.com/sahilm/fuzzy v0.1.3 // the matching that editors have, for the palette
	github.com/spf13/cobra v1.10.2 // the command line and its completions
	github.com/spf13/pflag v1.0.9 // flags, for settings and the manual
	golang.org/x/crypto v0.58.0 // hashes of passwords (argon2id)
	golang.org/x/sys v0.49.0 // sockets and file locks the standard library does not reach
	golang.org/x/text v0.43.0 // PRECIS names (RFC 8265), case folding, NFC
	modernc.org/sqlite v1.61.1 // history and what a client keeps, in pure Go
	pgregory.net/rapid v1.3.0 // property tests that shrink
	rsc.io/qr v0.2.0 // QR codes of invite links
)

require (
	github.com/charmbracelet/x/exp/charmtone v0.0.0-20250603201427-c31516f43444 // indirect
	github.com/charmbracelet/x/exp/golden v0.1.0 // indirect
	github.com/charmbracelet/x/exp/ordered v0.1.0 // indirect
	github.com/charmbracelet/x/termios v0.1.1 // indirect
	github.com/charmbracelet/x/windows v0.2.2 // indirect
	github.com/clipperhouse/displaywidth v0.11.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mattn/go-runewidth v0.0.30 // indirect
	github.com/muesli/mango v0.1.0 // indirect
	github.com/muesli/mango-cobra v1.2.0 // indirect
	github.com/muesli/mango-pflag v0.1.0 // indirect
	github.com/muesli/roff v0.1.0 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/pbnjay/memory v0.0.0-20210728143218-7b4eea64cf58 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/valyala/fastrand v1.1.0 // indirect
	github.com/valyala/histogram v1.2.0 // indirect
	github.com/xo/terminfo v1.0.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	modernc.org/libc v1.79.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
