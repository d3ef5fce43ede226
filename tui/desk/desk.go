// Package desk is what a person does about its own account from the keyboard:
// devices, a recovery code, links that let others in, bots. The screen and the
// mode in lines do it alike; each is a Front. It is pure: what needs a key or a
// place on this machine is handed in as Means.
package desk

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/words"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
)

// A Front is what the person sees. It belongs to the event loop.
type Front interface {
	// Ask sends a command; done takes the answer. A refusal the Front tells.
	Ask(cmd chat.Command, done func(chat.Event)) error
	// Tell says something, which may be several lines and may quote others.
	Tell(text string)
	// Confirm asks a question and calls yes if it is answered so.
	Confirm(title, question string, yes func() error)
	// Show shows something that is to be copied or scanned, and what it is.
	// Picture may be nil.
	Show(title, what, note string, picture []string)
	// Self returns who one is, and the server's key as its welcome told it.
	Self() (nick, account, serverKey string)
	// Here returns the room or conversation on the screen.
	Here() string
}

// Means are what only this machine can do. What is nil, is refused.
type Means struct {
	// Link returns the link to the server with a token.
	Link func(serverKey, token string, rooms []string) (string, error)
	// Picture draws a text as a QR code, in half blocks, dark on light.
	Picture func(text string) ([]string, error)
	// Recovery makes a recovery code and the command that adds its key.
	Recovery func(serverKey, account string) (code string, offer *chat.AddDevice, err error)
}

// Knows reports whether a command is one that Do carries out.
func Knows(c command.Call) bool {
	switch c.Name {
	case "device", "recovery", "bot":
		return true
	case "invite":
		return c.Arg(0) == "" || c.Arg(0) == "link" || c.Arg(0) == "qr"
	}
	return false
}

// Do carries out a command. An error says that nothing was begun.
func Do(f Front, m Means, c command.Call) error {
	d := desk{f, m}
	switch c.Name {
	case "recovery":
		return d.recovery()
	case "invite":
		return d.invite(strings.Fields(c.Arg(0) + " " + c.Arg(1)))
	case "bot":
		return d.bot(strings.Fields(c.Arg(0)))
	}
	return d.device(strings.Fields(c.Arg(0)))
}

type desk struct {
	Front
	means Means
}

// errNotHere says that a program without a place of its own cannot do it.
var errNotHere = errors.New("that cannot be done here")

// device carries out what is asked about devices.
func (d desk) device(typed []string) error {
	switch {
	case len(typed) == 0, len(typed) == 1 && typed[0] == "list":
		return d.devices(func(list []chat.Device) {
			lines := []string{"Your devices:"}
			for n, one := range list {
				lines = append(lines, deviceLine(n+1, one))
			}
			d.Tell(strings.Join(lines, "\n") + "\n/device remove NUMBER takes your account from one. Another machine asks with: chat-tui device link")
		})
	case len(typed) == 2 && typed[0] == "approve":
		return d.approve(typed[1])
	case len(typed) == 2 && typed[0] == "remove":
		return d.remove(typed[1])
	}
	return &command.Error{Text: "/device does not know that", Next: "type /device, /device approve CODE or /device remove NUMBER"}
}

func (d desk) devices(take func([]chat.Device)) error {
	return d.Ask(&chat.ListDevices{}, func(ev chat.Event) {
		if list, ok := ev.(*chat.DeviceList); ok {
			take(list.Devices)
		}
	})
}

// deviceLine tells of a device in a line.
func deviceLine(n int, one chat.Device) string {
	name := explain.Flat(one.Name)
	switch {
	case one.Recovery:
		name = "a recovery code"
	case name == "":
		name = "a machine without a name"
	}
	text := fmt.Sprintf("%d. %s, since %s: %s", n, name, one.Added.Local().Format("2006-01-02"), words.Fingerprint(one.Key))
	switch {
	case one.This:
		text += " (this one)"
	case one.Sessions > 0:
		text += " (connected)"
	}
	return text
}

// approve shows which device shows a code, and lets it in after a question.
func (d desk) approve(code string) error {
	return d.Ask(&chat.AddDevice{Code: code, Look: true}, func(ev chat.Event) {
		seen, ok := ev.(*chat.DeviceAdded)
		if !ok {
			return
		}
		name := explain.Flat(seen.Device.Name)
		if name == "" {
			name = "A machine without a name"
		}
		nick, _, _ := d.Self()
		d.Confirm("A new device", fmt.Sprintf("%s, connected from %s, wants to talk as %s.\n\nIts key in words: %s\n\nIs that your machine, and does it show this code?",
			name, explain.Flat(seen.From), explain.Flat(nick), words.Fingerprint(seen.Device.Key)), func() error {
			return d.Ask(&chat.AddDevice{Code: code}, func(chat.Event) { d.Tell(name + " is one of your devices now.") })
		})
	})
}

// remove takes the account from a device, after a question.
func (d desk) remove(which string) error {
	return d.devices(func(list []chat.Device) {
		n, err := strconv.Atoi(which)
		if err != nil || n < 1 || n > len(list) {
			d.Tell("There is no device " + which + "; /device lists them with their numbers.")
			return
		}
		one := list[n-1]
		question := "Take your account from this device? Its connections end at once.\n\n" + deviceLine(n, one)
		if one.This {
			question += "\n\nThat is the one you are sitting at: you will be out."
		}
		d.Confirm("Remove a device", question, func() error {
			return d.Ask(&chat.RemoveDevice{Key: one.Key}, func(chat.Event) { d.Tell("Removed: " + deviceLine(n, one)) })
		})
	})
}

// recovery makes a recovery code, after a question, and shows it once.
func (d desk) recovery() error {
	if d.means.Recovery == nil {
		return errNotHere
	}
	nick, account, key := d.Self()
	if account == "" {
		return &command.Error{Text: "You are a guest here", Next: "come with a key to have an account"}
	}
	d.Confirm("A recovery code", "A recovery code is fourteen words for a piece of paper: who has them is "+nick+" here, also when all your machines are lost. Make one?", func() error {
		code, offer, err := d.means.Recovery(key, account)
		if err != nil {
			return err
		}
		return d.Ask(offer, func(chat.Event) {
			d.Show("Your recovery code", code, "Write these words down; they are shown this once. On another machine: chat-tui recover. /device lists and removes the code.", nil)
		})
	})
	return nil
}

// invite makes a link that lets others in.
func (d desk) invite(typed []string) error {
	if d.means.Link == nil {
		return errNotHere
	}
	request, draw := &chat.NewInvite{Uses: 1}, false
	for _, word := range typed {
		n, err := strconv.ParseInt(word, 10, 64)
		life, isTime := command.Duration(word)
		switch {
		case word == "link":
		case word == "qr":
			draw = true
		case chat.IsRoom(word):
			request.Rooms = append(request.Rooms, word)
		case err == nil && n > 0:
			request.Uses = n
		case isTime:
			request.For = int64(life / time.Second)
		default:
			return &command.Error{Text: "/invite link does not know " + strconv.Quote(word), Next: "type for example /invite link 5 48h #tea qr: five uses, for two days"}
		}
	}
	if here := d.Here(); len(request.Rooms) == 0 && chat.IsRoom(here) {
		request.Rooms = []string{here}
	}
	return d.Ask(request, func(ev chat.Event) {
		if made, ok := ev.(*chat.Invited); ok {
			d.invited(made, draw)
		}
	})
}

// invited shows a link that was made.
func (d desk) invited(made *chat.Invited, draw bool) {
	_, _, key := d.Self()
	link, err := d.means.Link(key, made.Token, made.Rooms)
	if err != nil {
		d.Tell("The link cannot be written: " + err.Error())
		return
	}
	note := "Good once"
	if made.Uses != 1 {
		note = fmt.Sprintf("Good %d times", made.Uses)
	}
	note += ", until " + made.Until.Local().Format("2006-01-02 15:04") + ". Whoever has it may come, with: chat-tui 'LINK'"
	var picture []string
	if draw && d.means.Picture != nil {
		if picture, err = d.means.Picture(link); err != nil {
			note += " (it is too long for a QR code)"
		}
	}
	d.Show("A link that lets others in", link, note, picture)
}

// bot carries out what is asked about bots.
func (d desk) bot(typed []string) error {
	switch {
	case len(typed) == 0, len(typed) == 1 && typed[0] == "list":
		return d.Ask(&chat.ListBots{}, func(ev chat.Event) {
			list, ok := ev.(*chat.BotList)
			if !ok {
				return
			}
			lines := []string{"Your bots:"}
			for _, b := range list.Bots {
				line := explain.Flat(b.Nick) + ", " + explain.Flat(b.State) + ", since " + b.Since.Local().Format("2006-01-02")
				if b.Ended {
					line = explain.Flat(b.Nick) + ", ended; the name stays taken"
				}
				lines = append(lines, line)
			}
			if len(list.Bots) == 0 {
				lines = []string{"You have no bots. /bot new NAME makes one."}
			}
			d.Tell(strings.Join(lines, "\n"))
		})
	case len(typed) == 2 && typed[0] == "new":
		return d.Ask(&chat.NewBot{Nick: typed[1]}, func(ev chat.Event) {
			if made, ok := ev.(*chat.BotMade); ok {
				d.Show("The token of "+made.Nick, made.Token, "Who has it is "+made.Nick+"; it is shown this once. A program uses it by CHAT_TUI_TOKEN or --token-file: chat-tui send, listen.", nil)
			}
		})
	case len(typed) == 2 && typed[0] == "drop":
		d.Confirm("End a bot", "End the bot "+typed[1]+" for good? Its token is worth nothing then, and its name stays taken.", func() error {
			return d.Ask(&chat.DropBot{Nick: typed[1]}, func(chat.Event) { d.Tell("The bot " + typed[1] + " is ended.") })
		})
		return nil
	}
	return &command.Error{Text: "/bot does not know that", Next: "type /bot, /bot new NAME or /bot drop NAME"}
}
