package chat

import "time"

// NewBot makes an account that a program talks as, or gives one's own bot of
// this nick a new token; its type on the wire is bot.new.
type NewBot struct {
	Request
	Nick string `json:"nick" wire:"required"`
}

// BotMade answers NewBot; its type on the wire is bot.new.
type BotMade struct {
	Answer
	Nick    string `json:"nick" wire:"required"`
	Account string `json:"account" wire:"required"`
	Token   string `json:"token" wire:"required"` // secret, told once
	Renewed bool   `json:"renewed,omitempty"`     // the bot was there; its old token is worth nothing
}

// ListBots asks for one's own bots; its type on the wire is bot.list.
type ListBots struct{ Request }

// BotList answers ListBots, oldest first; its type on the wire is bot.list.
type BotList struct {
	Answer
	Bots []Bot `json:"bots"`
}

// A Bot is an account that a program talks as.
type Bot struct {
	Nick    string    `json:"nick" wire:"required"`
	Account string    `json:"account" wire:"required"`
	Since   time.Time `json:"since,omitzero"`
	State   string    `json:"state"`
	Ended   bool      `json:"ended,omitempty"` // it has no token any more
}

// DropBot ends one's own bot for good; its type on the wire is bot.drop.
type DropBot struct {
	Request
	Nick string `json:"nick" wire:"required"`
}

// Type returns "bot.new".
func (*NewBot) Type() string { return "bot.new" }

// Type returns "bot.new".
func (*BotMade) Type() string { return "bot.new" }

// Type returns "bot.list".
func (*ListBots) Type() string { return "bot.list" }

// Type returns "bot.list".
func (*BotList) Type() string { return "bot.list" }

// Type returns "bot.drop".
func (*DropBot) Type() string { return "bot.drop" }
