package main

import (
	"fmt"
	"os"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server/account"
)

// newAdmin returns the commands for whoever owns a server's folder.
func newAdmin() *cobra.Command {
	var data string
	c := &cobra.Command{
		Use:   "admin",
		Short: "administer a server, as whoever owns its folder",
		Long: "Administer a server, as whoever owns its folder: the key in it proves that. The\n" +
			"server may run meanwhile.",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.PersistentFlags().StringVar(&data, "data", "", "the server's folder `DIR` (default: the user's data folder)")
	c.AddCommand(newAdminInvite(&data), newAdminOwner(&data), newAdminReset(&data), newAdminBot(&data), newAdminPassword())
	c.AddCommand(newAdminRules(&data)...)
	return c
}

// onConsole runs do at the server of a folder.
func onConsole(c *cobra.Command, data string, do func(*console) error) error {
	if _, err := settle(c, ""); err != nil {
		return err
	}
	k, err := openConsole(c, dataOf(data))
	if err != nil {
		return err
	}
	defer k.close()
	return do(k)
}

// link returns the address for a link to the server of a console.
func (k *console) link(host string) (transport.Address, error) {
	if len(k.addrs) == 0 && host == "" {
		return transport.Address{}, fmt.Errorf("the server does not run, so it is not known where others reach it; start it first, or say it with --host HOST:PORT")
	}
	return linkTo(k.addrs, host)
}

func newAdminInvite(data *string) *cobra.Command {
	var o inviteOptions
	c := &cobra.Command{
		Use: "invite", Short: "make a link that lets others in", Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			request, err := o.request(c)
			if err != nil {
				return err
			}
			return onConsole(c, *data, func(k *console) error {
				addr, err := k.link(o.host)
				if err != nil {
					return err
				}
				return makeInvite(k.ctx, c.OutOrStdout(), k.Errand, request, addr, o.qr)
			})
		},
	}
	o.flags(c)
	c.AddCommand(
		&cobra.Command{
			Use: "list", Short: "list the invites that are still valid", Args: arguments(cobra.NoArgs),
			RunE: func(c *cobra.Command, _ []string) error {
				return onConsole(c, *data, func(k *console) error { return listInvites(k.ctx, c.OutOrStdout(), k.Errand) })
			},
		},
		&cobra.Command{
			Use: "drop ID", Short: "take an invite back", Args: arguments(cobra.ExactArgs(1)),
			RunE: func(c *cobra.Command, given []string) error {
				return onConsole(c, *data, func(k *console) error {
					_, err := k.Ask(k.ctx, &chat.DropInvite{Invite: given[0]})
					return plainly(err)
				})
			},
		})
	return c
}

func newAdminOwner(data *string) *cobra.Command {
	var host string
	c := &cobra.Command{
		Use:   "owner",
		Short: "make a link that makes somebody an owner of the server",
		Long: "Make a link, good once and for a day, that makes whoever opens it an owner of the\n" +
			"server, also one who has an account there already.",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return onConsole(c, *data, func(k *console) error {
				addr, err := k.link(host)
				if err != nil {
					return err
				}
				return makeInvite(k.ctx, c.OutOrStdout(), k.Errand, &chat.NewInvite{Uses: 1, Role: chat.RoleOwner}, addr, false)
			})
		},
	}
	c.Flags().StringVar(&host, "host", "", "put `HOST:PORT` into the link")
	return c
}

func newAdminReset(data *string) *cobra.Command {
	var host string
	var life time.Duration
	c := &cobra.Command{
		Use:   "reset NICK",
		Short: "close the account of a person who has lost all keys, and let them make a new one",
		Long: "Close the account of a person who has lost all keys. The link that is printed\n" +
			"makes a new one under the same name, for whoever opens it: give it to nobody else.\n" +
			"Everyone sees that the account is another one, and private conversations of the old\n" +
			"one are not opened to it.",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			return onConsole(c, *data, func(k *console) error {
				addr, err := k.link(host)
				if err != nil {
					return err
				}
				was, err := client.AskFor[*chat.WasReset](k.ctx, k.Errand, &chat.Reset{Nick: given[0], For: int64(life / time.Second)})
				if err != nil {
					return plainly(err)
				}
				link, err := linkOf(k.Errand, addr, was.Token, nil)
				if err != nil {
					return err
				}
				_, _ = fmt.Fprintln(c.ErrOrStderr(), clean(fmt.Sprintf("the account %s is closed; this link makes a new one, once", was.Nick)))
				return printLink(c.OutOrStdout(), link, false)
			})
		},
	}
	c.Flags().StringVar(&host, "host", "", "put `HOST:PORT` into the link")
	c.Flags().DurationVar(&life, "for", 24*time.Hour, "the link is valid for this `DURATION`")
	return c
}

func newAdminBot(data *string) *cobra.Command {
	c := &cobra.Command{
		Use: "bot", Short: "make and end bots of the server", Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, v := range botVerbs() {
		c.AddCommand(&cobra.Command{
			Use: v.use, Short: v.short, Args: arguments(cobra.ExactArgs(v.args)),
			RunE: func(c *cobra.Command, given []string) error {
				return onConsole(c, *data, func(k *console) error { return v.do(k.ctx, c, k.Errand, given) })
			},
		})
	}
	return c
}

func newAdminPassword() *cobra.Command {
	return &cobra.Command{
		Use:   "password",
		Short: "turn a password into what --password-file can hold",
		Long: "Read a password from standard input and print what chat-tui serve --password-file\n" +
			"can hold in its place: a hash from which nobody learns it.",
		Example: "chat-tui admin password > /etc/chat-tui/password",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			secret, err := readPassword(c)
			if err != nil {
				return err
			}
			hash, err := account.HashPassword(secret)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), hash)
			return err
		},
	}
}

// readPassword reads a password, unseen where a person types it.
func readPassword(c *cobra.Command) (string, error) {
	in, ok := c.InOrStdin().(*os.File)
	if !ok || !isTerminal(in) {
		return firstLine(c.InOrStdin(), "standard input")
	}
	_, _ = fmt.Fprint(c.ErrOrStderr(), "password: ")
	typed, err := term.ReadPassword(in.Fd())
	_, _ = fmt.Fprintln(c.ErrOrStderr())
	return string(typed), err
}
