package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A botVerb is something to be done about bots, by a person or the operator.
type botVerb struct {
	use, short string
	args       int
	do         func(ctx context.Context, c *cobra.Command, e *client.Errand, given []string) error
}

// newBot returns the commands about one's bots.
func newBot() *cobra.Command {
	c := &cobra.Command{
		Use:   "bot",
		Short: "make and end bots: accounts that programs talk as",
		Long: "Make and end bots: accounts that programs talk as. A bot is marked as one wherever\n" +
			"it is seen, and has limits of its own. Its token is all it needs; who has the token\n" +
			"is the bot. Creating one again gives it a new token.",
		Example: "chat-tui bot create weather > ~/.weather-token && chmod 600 ~/.weather-token\n" +
			"chat-tui send --token-file ~/.weather-token '#lobby' 'rain at four'",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, v := range botVerbs() {
		var t talkOptions
		verb := &cobra.Command{
			Use: v.use, Short: v.short, Args: arguments(cobra.ExactArgs(v.args)),
			RunE: func(c *cobra.Command, given []string) error {
				e, err := startErrand(c, &t)
				if err != nil {
					return err
				}
				defer e.close()
				return v.do(e.ctx, c, e.Errand, given)
			},
		}
		t.flags(verb)
		c.AddCommand(verb)
	}
	return c
}

func botVerbs() []botVerb {
	return []botVerb{
		{"create NAME", "make a bot, or give it a new token, and print the token", 1, createBot},
		{"list", "list the bots", 0, listBots},
		{"end NAME", "end a bot for good; its name stays reserved", 1, endBot},
	}
}

func createBot(ctx context.Context, c *cobra.Command, e *client.Errand, given []string) error {
	made, err := client.AskFor[*chat.BotMade](ctx, e, &chat.NewBot{Nick: given[0]})
	if err != nil {
		return plainly(err)
	}
	note := "the bot %s is made; its token is shown this once"
	if made.Renewed {
		note = "the bot %s has a new token, shown this once; the old one is worth nothing"
	}
	_, _ = fmt.Fprintln(c.ErrOrStderr(), clean(fmt.Sprintf(note, made.Nick)))
	_, err = fmt.Fprintln(c.OutOrStdout(), clean(made.Token))
	return err
}

func listBots(ctx context.Context, c *cobra.Command, e *client.Errand, _ []string) error {
	list, err := client.AskFor[*chat.BotList](ctx, e, &chat.ListBots{})
	if err != nil {
		return plainly(err)
	}
	for _, b := range list.Bots {
		state := b.State
		if b.Ended {
			state = "ended"
		}
		if _, err := fmt.Fprintln(c.OutOrStdout(), clean(fmt.Sprintf("%s  %s  since %s", b.Nick, state, b.Since.Local().Format("2006-01-02")))); err != nil {
			return err
		}
	}
	return nil
}

func endBot(ctx context.Context, _ *cobra.Command, e *client.Errand, given []string) error {
	_, err := e.Ask(ctx, &chat.DropBot{Nick: given[0]})
	return plainly(err)
}
