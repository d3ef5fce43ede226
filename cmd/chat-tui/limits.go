package main

import (
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/server"
)

// limitSettings are the limits of a server that the settings file may change,
// in the table [serve.limits_of]: all there are. 0 lifts one, where its comment
// in the documented settings does not say otherwise. Durations are written as
// "10s".
type limitSettings struct {
	ConnectionsPerAddress *int           `toml:"connections_per_address"`
	ConnectionsUnwelcome  *int           `toml:"connections_unwelcome"`
	Login                 *time.Duration `toml:"login"`
	Line                  *time.Duration `toml:"line"`
	Ping                  *time.Duration `toml:"ping"`
	Idle                  *time.Duration `toml:"idle"`
	Write                 *time.Duration `toml:"write"`
	Goodbye               *time.Duration `toml:"goodbye"`
	Farewell              *time.Duration `toml:"farewell"`

	BadLines  *int           `toml:"bad_lines"`
	BadWindow *time.Duration `toml:"bad_window"`
	BadHello  *int           `toml:"bad_hello"`

	OutboxBytes *int `toml:"outbox_bytes"`
	Outstanding *int `toml:"outstanding"`
	InboxBytes  *int `toml:"inbox_bytes"`
	Lag         *int `toml:"lag"`

	MessagesBurst *int           `toml:"messages_burst"`
	MessagesEvery *time.Duration `toml:"messages_every"`
	RequestsBurst *int           `toml:"requests_burst"`
	RequestsEvery *time.Duration `toml:"requests_every"`
	PingsBurst    *int           `toml:"pings_burst"`
	PingsEvery    *time.Duration `toml:"pings_every"`
	NewRoomsBurst *int           `toml:"new_rooms_burst"`
	NewRoomsEvery *time.Duration `toml:"new_rooms_every"`
	NickBurst     *int           `toml:"nick_burst"`
	NickEvery     *time.Duration `toml:"nick_every"`
	MembersBurst  *int           `toml:"members_burst"`
	MembersEvery  *time.Duration `toml:"members_every"`
	TypingEvery   *time.Duration `toml:"typing_every"`

	FailedLoginsBurst       *int           `toml:"failed_logins_burst"`
	FailedLoginsEvery       *time.Duration `toml:"failed_logins_every"`
	AccountsBurst           *int           `toml:"accounts_burst"`
	AccountsEvery           *time.Duration `toml:"accounts_every"`
	AccountsPerAddressBurst *int           `toml:"accounts_per_address_burst"`
	AccountsPerAddressEvery *time.Duration `toml:"accounts_per_address_every"`
	Addresses               *int           `toml:"addresses"`

	Grace     *time.Duration `toml:"grace"`
	GuestStay *time.Duration `toml:"guest_stay"`
	Gather    *time.Duration `toml:"gather"`

	Rooms         *int           `toml:"rooms"`
	Conversations *int           `toml:"conversations"`
	Replay        *int           `toml:"replay"`
	Crowd         *int           `toml:"crowd"`
	IdleRoom      *time.Duration `toml:"idle_room"`

	FileBytes        *int `toml:"file_bytes"`
	FileQuotaBytes   *int `toml:"file_quota_bytes"`
	FileTotalBytes   *int `toml:"file_total_bytes"`
	FileReserveBytes *int `toml:"file_reserve_bytes"`
	Transfers        *int `toml:"transfers"`
	Offers           *int `toml:"offers"`

	BotMessagesBurst *int           `toml:"bot_messages_burst"`
	BotMessagesEvery *time.Duration `toml:"bot_messages_every"`
	BotSessions      *int           `toml:"bot_sessions"`
}

// A change is a setting and what it changes.
type change[T int | time.Duration] struct {
	from, to *T
}

// numbers returns the settings that are numbers, by name.
func (s *limitSettings) numbers(l *server.Limits) map[string]change[int] {
	return map[string]change[int]{
		"connections_per_address":    {s.ConnectionsPerAddress, &l.PerAddress},
		"connections_unwelcome":      {s.ConnectionsUnwelcome, &l.Unwelcome},
		"bad_lines":                  {s.BadLines, &l.BadLines},
		"bad_hello":                  {s.BadHello, &l.BadHello},
		"outbox_bytes":               {s.OutboxBytes, &l.Outbox},
		"outstanding":                {s.Outstanding, &l.Outstanding},
		"inbox_bytes":                {s.InboxBytes, &l.Inbox},
		"lag":                        {s.Lag, &l.Lag},
		"messages_burst":             {s.MessagesBurst, &l.Messages.Burst},
		"requests_burst":             {s.RequestsBurst, &l.Requests.Burst},
		"pings_burst":                {s.PingsBurst, &l.Pings.Burst},
		"new_rooms_burst":            {s.NewRoomsBurst, &l.NewRooms.Burst},
		"nick_burst":                 {s.NickBurst, &l.Renames.Burst},
		"members_burst":              {s.MembersBurst, &l.Members.Burst},
		"failed_logins_burst":        {s.FailedLoginsBurst, &l.Logins.Failures.Burst},
		"accounts_burst":             {s.AccountsBurst, &l.Logins.Accounts.Burst},
		"accounts_per_address_burst": {s.AccountsPerAddressBurst, &l.Logins.PerSource.Burst},
		"addresses":                  {s.Addresses, &l.Logins.Addresses},
		"rooms":                      {s.Rooms, &l.Rooms},
		"conversations":              {s.Conversations, &l.Talks},
		"replay":                     {s.Replay, &l.Replay},
		"crowd":                      {s.Crowd, &l.Crowd},
		"file_bytes":                 {s.FileBytes, &l.FileSize},
		"file_quota_bytes":           {s.FileQuotaBytes, &l.FileQuota},
		"file_total_bytes":           {s.FileTotalBytes, &l.FileTotal},
		"file_reserve_bytes":         {s.FileReserveBytes, &l.FileReserve},
		"transfers":                  {s.Transfers, &l.Transfers},
		"offers":                     {s.Offers, &l.Offers},
		"bot_messages_burst":         {s.BotMessagesBurst, &l.BotMessages.Burst},
		"bot_sessions":               {s.BotSessions, &l.BotSessions},
	}
}

// times returns the settings that are durations, by name.
func (s *limitSettings) times(l *server.Limits) map[string]change[time.Duration] {
	return map[string]change[time.Duration]{
		"login":                      {s.Login, &l.Login},
		"line":                       {s.Line, &l.Frame},
		"ping":                       {s.Ping, &l.PingAfter},
		"idle":                       {s.Idle, &l.Idle},
		"write":                      {s.Write, &l.Write},
		"goodbye":                    {s.Goodbye, &l.Goodbye},
		"farewell":                   {s.Farewell, &l.Farewell},
		"bad_window":                 {s.BadWindow, &l.BadWindow},
		"messages_every":             {s.MessagesEvery, &l.Messages.Every},
		"requests_every":             {s.RequestsEvery, &l.Requests.Every},
		"pings_every":                {s.PingsEvery, &l.Pings.Every},
		"new_rooms_every":            {s.NewRoomsEvery, &l.NewRooms.Every},
		"nick_every":                 {s.NickEvery, &l.Renames.Every},
		"members_every":              {s.MembersEvery, &l.Members.Every},
		"typing_every":               {s.TypingEvery, &l.Typing},
		"failed_logins_every":        {s.FailedLoginsEvery, &l.Logins.Failures.Every},
		"accounts_every":             {s.AccountsEvery, &l.Logins.Accounts.Every},
		"accounts_per_address_every": {s.AccountsPerAddressEvery, &l.Logins.PerSource.Every},
		"grace":                      {s.Grace, &l.Grace},
		"guest_stay":                 {s.GuestStay, &l.GuestStay},
		"gather":                     {s.Gather, &l.Gather},
		"idle_room":                  {s.IdleRoom, &l.IdleRoom},
		"bot_messages_every":         {s.BotMessagesEvery, &l.BotMessages.Every},
	}
}

// apply changes the limits that are set, and refuses what cannot be one.
func (s *limitSettings) apply(l *server.Limits) error {
	if err := applyAll(s.numbers(l)); err != nil {
		return err
	}
	return applyAll(s.times(l))
}

func applyAll[T int | time.Duration](changes map[string]change[T]) error {
	for name, c := range changes {
		if c.from == nil {
			continue
		}
		if *c.from < 0 {
			return fmt.Errorf("settings: serve.limits_of.%s is negative; 0 lifts the limit", name)
		}
		*c.to = *c.from
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
