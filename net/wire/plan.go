package wire

import (
	"reflect"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A plan says which fields a frame has. It is made once from the tags of the
// frame's Go type, so that a frame is described in one place, package chat:
//
//	Room string `json:"room" wire:"required"`
//
// The tag json names the field on the wire and takes omitempty and omitzero
// as encoding/json does; wire:"required" makes its absence an error.
type plan struct {
	fields []field
}

type field struct {
	name     string
	prefix   []byte // ,"name":
	index    []int
	required bool
	omit     bool // leave out when zero or empty
	sub      *plan
}

// find returns the field called name, or nil. Frames have few fields, and
// mostly in the order of their type, so this looks from after on.
func (p *plan) find(name []byte, after int) (*field, int) {
	n := len(p.fields)
	for k := range n {
		i := after + k
		if i >= n {
			i -= n
		}
		if string(name) == p.fields[i].name {
			return &p.fields[i], i
		}
	}
	return nil, after
}

// planOf makes the plan of a struct type.
func planOf(t reflect.Type) *plan {
	p := &plan{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !f.IsExported() || name == "" || name == "-" {
			continue
		}
		p.fields = append(p.fields, field{
			name:     name,
			prefix:   append(appendText([]byte{','}, name), ':'),
			index:    f.Index,
			required: f.Tag.Get("wire") == "required",
			omit:     strings.HasPrefix(options, "omit"),
			sub:      subPlan(f.Type),
		})
	}
	return p
}

// subPlan makes the plan of the structs in a field, if it holds any.
func subPlan(t reflect.Type) *plan {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == timeType || t == entryType {
		return nil
	}
	return planOf(t)
}

// The types that have a form of their own on the wire.
var (
	timeType  = reflect.TypeFor[time.Time]()  //nolint:gochecknoglobals // constant
	entryType = reflect.TypeFor[chat.Entry]() //nolint:gochecknoglobals // constant
)

// A kind is a frame's Go type with its plan.
type kind struct {
	typ  reflect.Type // the struct, not the pointer to it
	plan *plan
}

// kindsOf makes the table of frames from one example of each.
func kindsOf[F interface{ Type() string }](frames ...F) map[string]*kind {
	kinds := make(map[string]*kind, len(frames))
	for _, f := range frames {
		t := reflect.TypeOf(f).Elem()
		kinds[f.Type()] = &kind{t, planOf(t)}
	}
	return kinds
}

// The frames of each direction. These tables are never changed.
//
//nolint:gochecknoglobals // constant tables, made once from the types of package chat
var (
	commands = kindsOf[chat.Command](
		&chat.Hello{}, &chat.Proof{}, &chat.Join{}, &chat.Leave{}, &chat.Say{}, &chat.SetTopic{},
		&chat.Edit{}, &chat.Delete{}, &chat.React{}, &chat.Search{},
		&chat.OfferFile{}, &chat.GetFile{}, &chat.AboutFile{}, &chat.PutBytes{}, &chat.TakeBytes{},
		&chat.Push{}, &chat.Take{}, &chat.Done{}, &chat.Release{}, &chat.ListQueue{},
		&chat.Read{}, &chat.Typing{}, &chat.SetStatus{}, &chat.Rename{}, &chat.History{},
		&chat.Rooms{}, &chat.Who{}, &chat.Whois{}, &chat.Ping{}, &chat.Pong{}, &chat.Bye{},
		&chat.NewInvite{}, &chat.ListInvites{}, &chat.DropInvite{}, &chat.Reset{},
		&chat.ListDevices{}, &chat.AddDevice{}, &chat.RemoveDevice{},
		&chat.NewBot{}, &chat.ListBots{}, &chat.DropBot{},
		&chat.SetRoom{}, &chat.LetIn{}, &chat.Kick{}, &chat.Ban{}, &chat.Unban{}, &chat.Mute{}, &chat.Unmute{},
		&chat.Appoint{}, &chat.ListRulings{}, &chat.GetStats{}, &chat.Block{}, &chat.ListBlocks{},
	)
	events = kindsOf[chat.Event](
		&chat.Challenge{}, &chat.Welcome{}, &chat.OK{}, &chat.Failure{}, &chat.Joined{},
		&chat.MemberJoined{}, &chat.MemberLeft{}, &chat.Members{}, &chat.Presence{},
		&chat.MemberTyping{}, &chat.ReadMark{}, &chat.Renamed{}, &chat.Gap{},
		&chat.HistoryPage{}, &chat.Found{}, &chat.RoomList{}, &chat.WhoList{}, &chat.Person{},
		&chat.Ping{}, &chat.Pong{}, &chat.Bye{},
		&chat.Invited{}, &chat.InviteList{}, &chat.WasReset{},
		&chat.DeviceList{}, &chat.DeviceAdded{}, &chat.DeviceCode{}, &chat.DeviceLinked{},
		&chat.BotMade{}, &chat.BotList{},
		&chat.FileInfo{}, &chat.FileReady{}, &chat.FileData{},
		&chat.QueueList{}, &chat.RoomState{}, &chat.Ruling{}, &chat.Rulings{}, &chat.Stats{}, &chat.Blocks{},
	)
	plans = plansOf(commands, events)
)

// plansOf finds the plan of a Go type, for writing.
func plansOf(tables ...map[string]*kind) map[reflect.Type]*plan {
	all := make(map[reflect.Type]*plan)
	for _, table := range tables {
		for _, k := range table {
			all[k.typ] = k.plan
		}
	}
	return all
}
