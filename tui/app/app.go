// Package app is the root of the screen: it takes keys and events, keeps the
// world and the timelines, and draws. Everything here runs in the event loop
// of Bubble Tea, the one owner of all of it; nothing here waits, reads a file,
// or touches the network. What is to be sent is queued with [Conn].
package app

import (
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/desk"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/roster"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/shortcode"
	"github.com/chat-tui/chat-tui/tui/sidebar"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/world"
)

// A Conn is the screen's end of a connection to a server. Send, SayTo and Wake
// queue and return at once.
type Conn interface {
	// Send queues a command. An answer comes as an event; with an id of its
	// own the command gets one for certain.
	Send(cmd chat.Command) error
	// SayTo queues a message. What becomes of it is told by events with its
	// cid.
	SayTo(say chat.Say) (cid string, err error)
	// Events gives what the server tells, and what the connection tells of
	// itself. It is closed when the connection is over.
	Events() <-chan chat.Event
	// Wake asks for the next attempt to connect at once.
	Wake()
}

// Options say what a screen shows, and how. Conn is needed.
type Options struct {
	Conn  Conn
	Nick  string   // who one hopes to be
	Rooms []string // to be in at the start, the first one shown; none is #lobby

	Newcomer bool // hints stay until each was tried

	Location *time.Location   // of the times shown; nil is UTC
	Now      func() time.Time // nil is time.Now

	Dark, Light theme.Theme // for dark and light backgrounds; zero is the default
	NoColor     bool

	// Notices is what the person should know meanwhile, such as the key of a
	// server met for the first time; nil is nothing.
	Notices <-chan string
	// HandOver tells someone who is alone how others get here, a line each.
	HandOver []string
	// Gather is for how long what others send is gathered before it is drawn,
	// to spare a slow line; 0 draws with the next frame.
	Gather time.Duration

	// Settings are those of the person; Save keeps one of them, by its key, and
	// is called in a command. Nil keeps none.
	Settings setting.Values
	Save     func(key string, v setting.Values) error
	Themes   theme.Set // to choose from

	// Copy puts a text into the clipboard of this machine, Open opens an
	// address; both are called in a command, and nil where there is nothing
	// that does so. Editor returns a text to be written in an editor, of that
	// command line or, where it is empty, of the environment.
	Copy   func(text string) error
	Open   func(address string) error
	Editor func(command, text string) Editing

	// Notify is the environment of the terminal, as far as it decides how
	// notifications are told.
	Notify notify.Env

	// Files sends and gets files; nil cannot.
	Files Files

	// Desk is what only this machine can do about one's own account.
	Desk desk.Means

	// Known are people by their folded nicks, as Remember was told; it returns
	// at once, and nil remembers nothing.
	Known    map[string]chat.Acquaintance
	Remember func(nick string, a chat.Acquaintance)

	// Password tells the server a password and tries again; it returns at once.
	// Nil cannot.
	Password func(password string)

	Drafts        Drafts            // nil keeps none
	InitialDrafts map[string]string // kept earlier, by #room or @nick
}

// Drafts keeps what is written and not sent, so that it survives the program.
// Save returns at once; an empty text keeps nothing. It is called in the event
// loop, and by Close.
type Drafts interface {
	Save(room, text string)
}

// Model is the root. Use New.
type Model struct {
	opts  Options
	conn  Conn
	keys  keymap.Map
	codes func() *shortcode.Table // made when the first code is typed
	over  chan struct{}           // closed by Close: ends the commands that wait for events

	world     *world.World
	views     map[*world.Room]*view
	active    *view
	asked     map[string]func(chat.Event) // who waits for the answer to which request
	ids       uint64
	unsent    map[string]bool   // cids that the server does not have yet
	drafts    map[string]string // of rooms without a view, by folded name
	found     *overlay.Results  // of the last search; nil if there was none
	transfers []*transfer       // of files, that go on
	board     *board            // that was opened last; nil if none is open
	self      string            // own status; empty is online
	listed    []string          // rooms the server told of
	known     []string          // people the server told of, also those away
	recent    []string          // emoji one reacted with, latest first
	used      map[string]int    // what was used, by how lately
	uses      int

	settings setting.Values
	notifier notifier

	refusedKeys []error // told once there is a room to tell them in

	composer composer.Model
	sidebar  sidebar.Model
	roster   roster.Model
	overlay  overlay.Stack
	looks    looks
	method   cell.Method
	dark     bool

	layout     layout
	list       panel
	people     panel
	mouse      bool // the program has it
	pressed    pressed
	chord      bool // the first key of Ctrl+X Ctrl+E was pressed
	focused    bool
	focusKnown bool      // the terminal tells of its focus
	touched    time.Time // when a key was pressed last
	note       note
	leaving    bool // the next ctrl+c quits
	reason     string
	learned    learned
	complained string // the last trouble of the connection that was told
	alone      bool   // the person was told how others get here
	listDrawn  drawnList
	rosterOf   drawnRoster
	pace       pace
	problems   uint64 // rows in which something foreign was found
}

// learned is what the person has done, so that no hint for it is needed.
type learned struct{ saying, selecting, palette bool }

// A note is what the status line says of what was just done.
type note struct {
	text string
	tone statusbar.Tone
	at   time.Time
}

// New returns the screen of a connection.
func New(o Options) *Model {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if len(o.Rooms) == 0 {
		o.Rooms = []string{"#lobby"}
	}
	if o.Dark.Name == "" {
		o.Dark = theme.Default(true)
	}
	if o.Light.Name == "" {
		o.Light = theme.Default(false)
	}
	m := &Model{
		opts: o, conn: o.Conn, keys: keymap.Default(), codes: sync.OnceValue(shortcode.New),
		world: world.New(o.Nick), views: make(map[*world.Room]*view),
		asked: make(map[string]func(chat.Event)), unsent: make(map[string]bool),
		over: make(chan struct{}), focused: true, dark: true,
		recent: firstReactions(), used: make(map[string]int), settings: o.Settings,
	}
	m.drafts = make(map[string]string, len(o.InitialDrafts))
	for room, text := range o.InitialDrafts {
		m.drafts[world.Fold(room)] = text
	}
	m.composer = composer.New(composer.Options{Keys: m.keys.Write, Complete: m.complete})
	if m.settings.Theme == "" {
		m.settings = setting.Defaults()
	}
	m.mouse = m.settings.Mouse
	m.touched = m.now()
	m.bindKeys()
	m.arrangeRooms()
	m.world.Recall(o.Known)
	m.notifier.settle(m.settings)
	m.dress()
	for _, name := range o.Rooms {
		m.world.Open(name)
	}
	m.openDrafts()
	m.show(m.world.Room(o.Rooms[0]))
	for _, err := range m.refusedKeys {
		m.problem(m.active, explain.Sentence(err.Error()))
	}
	return m
}

// Init begins to listen.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.listen, m.hearNotices, tea.RequestBackgroundColor)
}

// Close ends what waits for events, and keeps what is written. It is called
// once, when the program has ended, however it did.
func (m *Model) Close() {
	close(m.over)
	m.keepDraft()
}

// Reason returns what the person gave as the reason to leave.
func (m *Model) Reason() string { return m.reason }

// now returns the time.
func (m *Model) now() time.Time { return m.opts.Now() }

// tell puts a note into the status line.
func (m *Model) tell(tone statusbar.Tone, text string) {
	m.note = note{text, tone, m.now()}
}
