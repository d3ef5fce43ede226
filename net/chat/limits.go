package chat

// Limits of the protocol, in bytes unless the comment says otherwise. See
// PROTOCOL.md, "Lines".
const (
	MaxLineHello  = 4 << 10  // a line from a client before welcome, LF included
	MaxLine       = 32 << 10 // a line from a client after welcome, LF included
	MaxServerLine = 64 << 10 // a line from a server, LF included

	MaxBody      = 8000
	MaxBodyLines = 400 // lines
	MaxNick      = 96
	MaxNickChars = 24 // user-visible characters
	MaxRoom      = 200
	MaxRoomChars = 48 // letters after the #
	MaxTopic     = 1000
	MaxReason    = 200
	MaxStatus    = 200
	MaxFileName  = 255 // bytes
	MaxEmoji     = 64
	MaxQuery     = 256
	MaxMOTD      = 4000
	MaxErrorText = 500

	MinCID = 8
	MaxCID = 64
	MinRID = 8
	MaxRID = 32
	MaxID  = 64

	MaxPage         = 200  // entries of a history, who or rooms page
	DefaultPage     = 50   // the same when none is asked for
	MaxReplay       = 1000 // log frames replayed after a join
	MaxMembersShown = 200  // members in a joined frame
	MaxRoomsShown   = 100  // rooms in a welcome
	MaxReactors     = 10   // nicks named under a reaction

	MaxDepth = 8            // nesting of a line
	MaxInt   = 1<<53 - 1    // largest whole number
	MinInt   = -(1<<53 - 1) // smallest whole number
)
