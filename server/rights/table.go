package rights

// A Verb is something that someone may want to do.
type Verb int8

// The verbs of rooms and conversations.
const (
	Read     Verb = iota // history, search, who, read marks; hearing it
	Join                 // becoming a member
	Leave                // ending that
	Say                  // a message
	Topic                // setting it
	Edit                 // a message
	Delete               // a message
	React                // to a message
	Type                 // telling that one types
	Push                 // an item, in a queue
	Take                 // an item, from a queue
	Finish               // done or release, of an item
	SendFile             // to the room
	Adjust               // topic, slow mode, read-only, topic lock
	Secure               // private or not, how long messages are kept, the kind
	LetIn                // letting others in
	Kick                 // taking someone out
	Ban                  // keeping someone out
	Unban                // taking that back
	Mute                 // keeping someone from speaking
	Unmute               // taking that back
	Appoint              // giving a role
	Rulings              // seeing who is banned or muted

	// The verbs of the server.
	MakeRoom      // by a join
	MakeOwn       // a room of one's own, by the verb room
	Begin         // a conversation
	Invite        // making a link that lets others in
	AllInvites    // seeing and taking back those that others made
	Devices       // having some
	HaveBots      // making some
	EndBot        // ending one
	Rename        // taking another nick
	Block         // not hearing someone any more
	ServerKick    // ending someone's sessions
	ServerBan     // keeping someone off the server
	ServerUnban   // taking that back
	ServerMute    // keeping someone from speaking anywhere
	ServerUnmute  // taking that back
	ServerAppoint // giving a role on the server
	ServerRulings // seeing who is banned or muted
	ServerStats   // seeing what the server does
	Reset         // closing the account of someone who has lost all keys

	verbs // how many there are
)

// A rule says who may do something.
type rule struct {
	name  string // as PROTOCOL.md has it
	least Role   // who may; Outside is everyone who may come in at all
	other Role   // who may where it is another's; 0 is least

	member bool // only who is in the room
	speaks bool // not who is muted
	writes bool // in a read-only room only ops
	about  bool // about a person: only of a lower role
	person bool // not guests, not bots
	said   string
}

// rules is the table: a rule for each verb. What depends on more than a role is
// in Decide.
//
//nolint:gochecknoglobals // a constant table
var rules = [verbs]rule{
	Read:     {name: "history, search, who, read, file.get, file.about", least: Outside},
	Join:     {name: "join", least: Outside},
	Leave:    {name: "leave", least: Guest, member: true},
	Say:      {name: "msg", least: Guest, member: true, speaks: true, writes: true},
	Topic:    {name: "topic", least: Guest, member: true, speaks: true, writes: true},
	Edit:     {name: "edit", least: Guest, other: nobody, member: true, speaks: true, writes: true, said: "Only who wrote a message may edit it."},
	Delete:   {name: "delete", least: Guest, other: Op, member: true, said: "Only who wrote a message, and ops of the room, may delete it."},
	React:    {name: "react", least: Guest, member: true, speaks: true},
	Type:     {name: "typing", least: Guest, member: true, speaks: true, writes: true},
	Push:     {name: "push", least: Guest, member: true, speaks: true, writes: true},
	Take:     {name: "take", least: Guest, member: true},
	Finish:   {name: "done, release", least: Guest, other: Op, member: true, said: "Only who took an item, and ops of the room, may do that."},
	SendFile: {name: "file.offer", least: Member, member: true, speaks: true, writes: true},
	Adjust:   {name: "room (topic, slow_ms, readonly, topic_lock)", least: Op},
	Secure:   {name: "room (private, kind, retention_days)", least: Owner},
	LetIn:    {name: "invite", least: Member},
	Kick:     {name: "kick", least: Op, about: true},
	Ban:      {name: "ban", least: Op, about: true},
	Unban:    {name: "unban", least: Op},
	Mute:     {name: "mute", least: Op, about: true},
	Unmute:   {name: "unmute", least: Op},
	Appoint:  {name: "role", least: Owner, about: true},
	Rulings:  {name: "rulings", least: Op},

	MakeRoom:      {name: "join (a new name)", least: Guest},
	MakeOwn:       {name: "room (a new name)", least: Member},
	Begin:         {name: "msg (to someone new)", least: Guest, speaks: true},
	Invite:        {name: "invite.new, invite.list, invite.drop", least: Member, person: true},
	AllInvites:    {name: "invite.list, invite.drop (of others)", least: Op},
	Devices:       {name: "device.list, device.add, device.remove", least: Member, person: true},
	HaveBots:      {name: "bot.new, bot.list", least: Member, person: true},
	EndBot:        {name: "bot.drop", least: Member, other: Op, person: true, said: "This bot is someone else's."},
	Rename:        {name: "nick", least: Guest},
	Block:         {name: "block, blocks", least: Guest},
	ServerKick:    {name: "kick", least: Op, about: true},
	ServerBan:     {name: "ban", least: Op, about: true},
	ServerUnban:   {name: "unban", least: Op},
	ServerMute:    {name: "mute", least: Op, about: true},
	ServerUnmute:  {name: "unmute", least: Op},
	ServerAppoint: {name: "role", least: Owner, about: true},
	ServerRulings: {name: "rulings", least: Op},
	ServerStats:   {name: "stats", least: Owner},
	Reset:         {name: "account.reset", least: Operator},
}

// nobody is above every role.
const nobody = Operator + 1

// String returns the verb as PROTOCOL.md names it.
func (v Verb) String() string { return rules[v].name }

// ofServer reports whether a verb is one of the server.
func (v Verb) ofServer() bool { return v >= MakeRoom }

// rules reports whether a verb decides about a room or the people in it.
func (v Verb) governs() bool { return v >= Adjust && v <= Rulings }

// InRoom returns the verb of a room that has a name on the wire. The verbs about
// people are there twice: the server has its own.
func InRoom(name string) Verb { return find(name, Read, MakeRoom) }

// OnServer returns the verb of the server that has a name; see InRoom.
func OnServer(name string) Verb { return find(name, MakeRoom, verbs) }

func find(name string, from, to Verb) Verb {
	for v := from; v < to; v++ {
		if rules[v].name == name {
			return v
		}
	}
	panic("rights: there is no verb " + name) // the caller's constant
}
