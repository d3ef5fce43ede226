package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
)

// inviteOptions say what an invite is like.
type inviteOptions struct {
	uses  int64
	life  time.Duration
	rooms []string
	role  string
	host  string
	qr    bool
}

// flags adds the flags to a command.
func (o *inviteOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.Int64Var(&o.uses, "uses", 1, "let `N` people in")
	f.DurationVar(&o.life, "for", 24*time.Hour, "let them in within this `DURATION`")
	f.StringArrayVar(&o.rooms, "room", nil, "whoever comes is in this `ROOM` from the start; may be given again")
	f.StringVar(&o.role, "role", "", "whoever comes is `ROLE` of the server: owner or op")
	f.StringVar(&o.host, "host", "", "put `HOST:PORT` into the link, where others reach the server by another name than this")
	f.BoolVar(&o.qr, "qr", false, "draw the link as a QR code too")
}

// request checks the flags and makes the request.
func (o *inviteOptions) request(c *cobra.Command) (*chat.NewInvite, error) {
	switch {
	case o.uses < 1:
		return nil, &usageError{command: c.CommandPath(), cause: fmt.Errorf("--uses is 1 or more, not %d", o.uses)}
	case o.life < time.Second:
		return nil, &usageError{command: c.CommandPath(), cause: fmt.Errorf("--for is a second or more, such as 24h, not %s", o.life)}
	}
	r := &chat.NewInvite{Uses: o.uses, For: int64(o.life / time.Second), Role: o.role}
	if c.Flags().Changed("room") { // those of the settings file are where one is, not where to invite to
		r.Rooms = o.rooms
	}
	return r, nil
}

// newInvite returns the command that invites others.
func newInvite() *cobra.Command {
	var t talkOptions
	var o inviteOptions
	c := &cobra.Command{
		Use:   "invite",
		Short: "make a link that lets others in",
		Long: "Make a link that lets others in. It carries the address and the fingerprint of\n" +
			"the server, so that nobody can stand between, and a token that is good once, or as\n" +
			"often as --uses says. Whoever has it may come: hand it over as you would a key.",
		Example: "chat-tui invite --server chat.example.org\nchat-tui invite --uses 20 --for 48h --room '#workshop' --qr\nchat-tui 'chat://chat.example.org:5555/#workshop?key=…&token=…'",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			request, err := o.request(c)
			if err != nil {
				return err
			}
			e, err := startErrand(c, &t)
			if err != nil {
				return err
			}
			defer e.close()
			addr, err := e.talker.linkTo(t.server, o.host)
			if err != nil {
				return err
			}
			return makeInvite(e.ctx, c.OutOrStdout(), e.Errand, request, addr, o.qr)
		},
	}
	t.flags(c)
	o.flags(c)
	c.AddCommand(newInviteList(), newInviteDrop())
	return c
}

// linkTo returns where others reach the server that the talker reaches.
func (t *talker) linkTo(server, wished string) (transport.Address, error) {
	if t.local != nil {
		at := t.local.addr
		at.Host = "" // the loopback is of no use to others
		return linkTo([]transport.Address{at}, wished)
	}
	addr, err := transport.ParseAddress(server)
	if err != nil {
		return transport.Address{}, err
	}
	return linkTo([]transport.Address{addr}, wished)
}

// makeInvite makes an invite and prints its link.
func makeInvite(ctx context.Context, w io.Writer, e *client.Errand, request *chat.NewInvite, addr transport.Address, draw bool) error {
	made, err := client.AskFor[*chat.Invited](ctx, e, request)
	if err != nil {
		return plainly(err)
	}
	link, err := linkOf(e, addr, made.Token, made.Rooms)
	if err != nil {
		return err
	}
	return printLink(w, link, draw)
}

// linkOf returns a link to the server of an errand.
func linkOf(e *client.Errand, addr transport.Address, token string, rooms []string) (transport.Link, error) {
	key, err := e.ServerKey()
	if err != nil {
		return transport.Link{}, err
	}
	link := transport.Link{Address: addr, Key: transport.Fingerprint(key), Token: token, Rooms: rooms}
	if again, err := transport.ParseLink(link.String()); err != nil || again.Token != token {
		return transport.Link{}, fmt.Errorf("the server made a token that fits no link; tell its operator")
	}
	return link, nil
}

// printLink prints a link on a line of its own.
func printLink(w io.Writer, link transport.Link, draw bool) error {
	if _, err := fmt.Fprintln(w, link); err != nil || !draw {
		return err
	}
	return drawQR(w, link.String())
}

// newInviteList returns the command that lists invites.
func newInviteList() *cobra.Command {
	var t talkOptions
	c := &cobra.Command{
		Use: "list", Short: "list the invites that are still valid", Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := startErrand(c, &t)
			if err != nil {
				return err
			}
			defer e.close()
			return listInvites(e.ctx, c.OutOrStdout(), e.Errand)
		},
	}
	t.flags(c)
	return c
}

// listInvites prints a line for each invite.
func listInvites(ctx context.Context, w io.Writer, e *client.Errand) error {
	list, err := client.AskFor[*chat.InviteList](ctx, e, &chat.ListInvites{})
	if err != nil {
		return plainly(err)
	}
	for _, i := range list.Invites {
		line := fmt.Sprintf("%s  uses left: %d  until %s", i.ID, i.Uses, i.Until.Local().Format("2006-01-02 15:04"))
		for _, more := range []struct{ what, text string }{{"by", i.By}, {"as", i.Role}, {"in place of", i.For}} {
			if more.text != "" {
				line += "  " + more.what + " " + more.text
			}
		}
		for _, room := range i.Rooms {
			line += "  " + room
		}
		if _, err := fmt.Fprintln(w, clean(line)); err != nil {
			return err
		}
	}
	return nil
}

// newInviteDrop returns the command that takes an invite back.
func newInviteDrop() *cobra.Command {
	var t talkOptions
	c := &cobra.Command{
		Use: "drop ID", Short: "take an invite back", Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			e, err := startErrand(c, &t)
			if err != nil {
				return err
			}
			defer e.close()
			_, err = e.Ask(e.ctx, &chat.DropInvite{Invite: given[0]})
			return plainly(err)
		},
	}
	t.flags(c)
	return c
}
