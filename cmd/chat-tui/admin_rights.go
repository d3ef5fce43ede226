package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	says "github.com/chat-tui/chat-tui/tui/explain"
)

// ruleOptions say where a verb about a person holds, for how long and why.
type ruleOptions struct {
	room, reason string
	life         time.Duration
}

// newAdminRules returns the commands that decide about people, on the whole
// server or in one room.
func newAdminRules(data *string) []*cobra.Command {
	verb := func(use, short string, timed bool, build func(about chat.About, given []string) chat.Verb) *cobra.Command {
		var o ruleOptions
		c := &cobra.Command{
			Use: use, Short: short, Args: arguments(cobra.ExactArgs(len(strings.Fields(use)) - 1)),
			RunE: func(c *cobra.Command, given []string) error {
				about := chat.About{Nick: strings.TrimPrefix(given[0], "@"), Room: o.room, Reason: o.reason, For: int64(o.life / time.Second)}
				return onConsole(c, *data, func(k *console) error { return k.rule(c, build(about, given)) })
			},
		}
		c.Flags().StringVar(&o.room, "room", "", "only in the `ROOM`, else on the whole server")
		c.Flags().StringVar(&o.reason, "reason", "", "a `TEXT` that tells people why")
		if timed {
			c.Flags().DurationVar(&o.life, "for", 0, "it ends after this `DURATION` (never)")
		}
		return c
	}
	return []*cobra.Command{
		verb("kick NICK", "end somebody's connections; they may come back", false, func(a chat.About, _ []string) chat.Verb { return &chat.Kick{About: a} }),
		verb("ban NICK", "keep somebody off the server, or everyone from an address", true, func(a chat.About, _ []string) chat.Verb {
			return &chat.Ban{About: orAddress(a)}
		}),
		verb("unban NICK", "take a ban back", false, func(a chat.About, _ []string) chat.Verb { return &chat.Unban{About: orAddress(a)} }),
		verb("silence NICK", "keep somebody from saying anything", true, func(a chat.About, _ []string) chat.Verb { return &chat.Mute{About: a} }),
		verb("unsilence NICK", "let somebody speak again", false, func(a chat.About, _ []string) chat.Verb { return &chat.Unmute{About: a} }),
		verb("role NICK ROLE", "make somebody an owner, an op or a plain member", false, func(a chat.About, given []string) chat.Verb {
			a.Role = strings.ToLower(given[1])
			return &chat.Appoint{About: a}
		}),
		newAdminBans(data),
	}
}

// orAddress turns what looks like an address, which no nick does, into one.
func orAddress(a chat.About) chat.About {
	if strings.ContainsAny(a.Nick, ":/") || strings.Count(a.Nick, ".") == 3 {
		a.Address, a.Nick = a.Nick, ""
	}
	return a
}

// rule does a verb about a person.
func (k *console) rule(c *cobra.Command, cmd chat.Verb) error {
	if _, err := k.Ask(k.ctx, cmd); err != nil {
		return plainly(err)
	}
	about := cmd.Subject()
	where := "on the whole server"
	if about.Room != "" {
		where = "in " + about.Room
	}
	_, err := fmt.Fprintln(c.OutOrStdout(), clean(fmt.Sprintf("done, %s: %s %s", where, cmd.Type(), about.Nick+about.Address)))
	return err
}

// newAdminBans returns the command that lists bans and mutes.
func newAdminBans(data *string) *cobra.Command {
	var room string
	c := &cobra.Command{
		Use: "bans", Short: "list who is banned or silenced", Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return onConsole(c, *data, func(k *console) error {
				list, err := client.AskFor[*chat.Rulings](k.ctx, k.Errand, &chat.ListRulings{Room: room})
				if err != nil {
					return plainly(err)
				}
				for _, line := range says.Rulings(list) {
					if _, err := fmt.Fprintln(c.OutOrStdout(), clean(line)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&room, "room", "", "those of the `ROOM`, else of the whole server")
	return c
}
