package main

import (
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/server"
)

// limitSettings are the limits of a server that the settings file may change,
// in the table [serve.limits_of]; 0 lifts one. Durations are written as "10s".
type limitSettings struct {
	ConnectionsPerAddress *int           `toml:"connections_per_address"`
	ConnectionsUnwelcome  *int           `toml:"connections_unwelcome"`
	Login                 *time.Duration `toml:"login"`
	Line                  *time.Duration `toml:"line"`
	Ping                  *time.Duration `toml:"ping"`
	Idle                  *time.Duration `toml:"idle"`
	Write                 *time.Duration `toml:"write"`
	OutboxBytes           *int           `toml:"outbox_bytes"`
	MessagesBurst         *int           `toml:"messages_burst"`
	MessagesEvery         *time.Duration `toml:"messages_every"`
	NickEvery             *time.Duration `toml:"nick_every"`
	Grace                 *time.Duration `toml:"grace"`
	GuestStay             *time.Duration `toml:"guest_stay"`
	Rooms                 *int           `toml:"rooms"`
	BadLines              *int           `toml:"bad_lines"`
	BotMessagesBurst      *int           `toml:"bot_messages_burst"`
	BotMessagesEvery      *time.Duration `toml:"bot_messages_every"`
	BotSessions           *int           `toml:"bot_sessions"`
}

// apply changes the limits that are set, and refuses what cannot be one.
func (s *limitSettings) apply(l *server.Limits) error {
	for name, n := range map[string]struct {
		from *int
		to   *int
	}{
		"connections_per_address": {s.ConnectionsPerAddress, &l.PerAddress},
		"connections_unwelcome":   {s.ConnectionsUnwelcome, &l.Unwelcome},
		"outbox_bytes":            {s.OutboxBytes, &l.Outbox},
		"messages_burst":          {s.MessagesBurst, &l.Messages.Burst},
		"rooms":                   {s.Rooms, &l.Rooms},
		"bad_lines":               {s.BadLines, &l.BadLines},
		"bot_messages_burst":      {s.BotMessagesBurst, &l.BotMessages.Burst},
		"bot_sessions":            {s.BotSessions, &l.BotSessions},
	} {
		if n.from == nil {
			continue
		}
		if *n.from < 0 {
			return fmt.Errorf("settings: serve.limits_of.%s is negative; 0 lifts the limit", name)
		}
		*n.to = *n.from
	}
	for name, d := range map[string]struct {
		from *time.Duration
		to   *time.Duration
	}{
		"login": {s.Login, &l.Login}, "line": {s.Line, &l.Frame}, "ping": {s.Ping, &l.PingAfter},
		"idle": {s.Idle, &l.Idle}, "write": {s.Write, &l.Write},
		"messages_every": {s.MessagesEvery, &l.Messages.Every}, "bot_messages_every": {s.BotMessagesEvery, &l.BotMessages.Every}, "nick_every": {s.NickEvery, &l.Renames.Every},
		"grace": {s.Grace, &l.Grace}, "guest_stay": {s.GuestStay, &l.GuestStay},
	} {
		if d.from == nil {
			continue
		}
		if *d.from < 0 {
			return fmt.Errorf("settings: serve.limits_of.%s is negative; 0 lifts the limit", name)
		}
		*d.to = *d.from
	}
	return nil
}

// limitsFrom returns the limits of a server as the settings file has them.
func limitsFrom(file string) (server.Limits, error) {
	asked := file != ""
	if !asked {
		file = userFolders().settings()
	}
	limits := server.DefaultLimits()
	settings, err := readSettings(file, asked)
	if err == nil {
		err = settings.Serve.LimitsOf.apply(&limits)
	}
	return limits, err
}
