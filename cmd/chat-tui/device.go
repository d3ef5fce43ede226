package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/words"
)

// newDevice returns the commands about the devices of one's account.
func newDevice() *cobra.Command {
	c := &cobra.Command{
		Use:   "device",
		Short: "be the same person on several machines",
		Long: "Be the same person on several machines. Each has a key of its own; your account\n" +
			"at a server knows them all. Which they are, the server says.",
		Example: "chat-tui device link --server chat.example.org           # on the new machine\n" +
			"chat-tui device approve ABCD-EFGH --server chat.example.org   # on the old one",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newDeviceLink(), newDeviceApprove(), newDeviceList(), newDeviceRemove(), newDeviceRecovery())
	return c
}

// deviceCommand returns a command that does something as the person.
func deviceCommand(use, short string, args int, do func(c *cobra.Command, e *errand, given []string) error) *cobra.Command {
	var t talkOptions
	c := &cobra.Command{
		Use: use, Short: short, Args: arguments(cobra.ExactArgs(args)),
		RunE: func(c *cobra.Command, given []string) error {
			e, err := startErrand(c, &t)
			if err != nil {
				return err
			}
			defer e.close()
			return plainly(do(c, e, given))
		},
	}
	t.flags(c)
	return c
}

// deviceName returns what this machine is called, for its person to know it
// by.
func deviceName() string {
	name, err := os.Hostname()
	if err != nil || chat.CheckText("device", name, chat.MaxDeviceName) != nil {
		return ""
	}
	return name
}

// errBotHasNone says that a program with a token cannot do it.
var errBotHasNone = errors.New("a bot has a token and no devices; leave --token-file and CHAT_TUI_TOKEN away")

// newDeviceLink returns the command that makes this machine a device of an
// account that is there.
func newDeviceLink() *cobra.Command {
	var t talkOptions
	c := &cobra.Command{
		Use:   "link",
		Short: "make this machine one of your devices: shows a code to approve on another",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			set, err := settle(c, t.config)
			if err != nil {
				return err
			}
			talk, err := newTalker(&t, set, printTo(c.ErrOrStderr()), quiet())
			if err != nil {
				return err
			}
			talk.joinOnly()
			if talk.options.Key == nil {
				talk.close()
				return errBotHasNone
			}
			talk.options.Device = deviceName()
			e, err := talk.visit(c, client.WishLink)
			if err != nil {
				return linkRefused(err)
			}
			defer e.close()
			return link(c, e)
		},
	}
	t.flags(c)
	return c
}

// linkRefused says what to do where the key of this machine is taken.
func linkRefused(err error) error {
	if !strings.Contains(err.Error(), "is already one of the account") {
		return err
	}
	return fmt.Errorf("%w To be someone else here, give that one a key of its own: chat-tui device link --nick NAME", err)
}

// link shows the code and waits until it is approved.
func link(c *cobra.Command, e *errand) error {
	if e.Waits == nil {
		return errors.New("this server links no devices; it is older than this program")
	}
	out := c.OutOrStdout()
	if _, err := fmt.Fprintf(out, "%s\n", clean(e.Waits.Code)); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(c.ErrOrStderr(), "type on a device that you use already: /device approve %s\nor in a shell there: chat-tui device approve %[1]s\nwaiting until %s; Ctrl+C gives up\n",
		clean(e.Waits.Code), e.Waits.Until.Local().Format("15:04"))
	ctx, stop := untilStopped(c.Context()) // a person takes longer than a server
	defer stop()
	linked, err := e.Linked(ctx)
	if stopped(ctx) {
		return errors.New("nobody approved this machine; nothing has changed")
	}
	if err != nil {
		return plainly(err)
	}
	_, err = fmt.Fprintln(out, clean("this machine is now a device of "+linked.Nick))
	return err
}

func newDeviceApprove() *cobra.Command {
	yes := false
	c := deviceCommand("approve CODE", "let the machine that shows this code be one of your devices", 1,
		func(c *cobra.Command, e *errand, given []string) error {
			seen, err := client.AskFor[*chat.DeviceAdded](e.ctx, e.Errand, &chat.AddDevice{Code: given[0], Look: true})
			if err != nil {
				return err
			}
			name := seen.Device.Name
			if name == "" {
				name = "a machine without a name"
			}
			_, _ = fmt.Fprintln(c.ErrOrStderr(), clean(fmt.Sprintf("%s, connected from %s, wants to talk as %s.", name, seen.From, e.Welcome.Nick)))
			_, _ = fmt.Fprintln(c.ErrOrStderr(), clean("Its key is "+seen.Device.Key+": "+words.Fingerprint(seen.Device.Key)))
			if !yes {
				if err := agree(c, "Is that your machine, and does it show this code?"); err != nil {
					return err
				}
			}
			if _, err := e.Ask(e.ctx, &chat.AddDevice{Code: given[0]}); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), clean(name+" is now one of your devices"))
			return err
		})
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return c
}

// agree asks the person a question; anything but yes is an error.
func agree(c *cobra.Command, question string) error {
	if !onTerminal(c) {
		return errors.New("nobody is here to be asked; give --yes if you are sure")
	}
	_, _ = fmt.Fprintf(c.ErrOrStderr(), "%s [y/N] ", question)
	line, _ := bufio.NewReader(c.InOrStdin()).ReadString('\n')
	if answer := strings.ToLower(strings.TrimSpace(line)); answer != "y" && answer != "yes" {
		return errors.New("nothing has changed")
	}
	return nil
}

func newDeviceList() *cobra.Command {
	return deviceCommand("list", "list your devices", 0, func(c *cobra.Command, e *errand, _ []string) error {
		list, err := client.AskFor[*chat.DeviceList](e.ctx, e.Errand, &chat.ListDevices{})
		if err != nil {
			return err
		}
		for n, d := range list.Devices {
			if _, err := fmt.Fprintln(c.OutOrStdout(), clean(deviceLine(n+1, d))); err != nil {
				return err
			}
		}
		return nil
	})
}

// deviceLine tells of a device in a line.
func deviceLine(n int, d chat.Device) string {
	line := fmt.Sprintf("%d  %s  since %s", n, words.Fingerprint(d.Key), d.Added.Local().Format("2006-01-02"))
	if d.Name != "" {
		line += "  " + d.Name
	}
	if d.Recovery {
		line += "  (recovery code)"
	}
	if d.This {
		line += "  (this one)"
	}
	return line
}

func newDeviceRemove() *cobra.Command {
	return deviceCommand("remove NUMBER", "take your account from a device; its connections end at once", 1,
		func(c *cobra.Command, e *errand, given []string) error {
			list, err := client.AskFor[*chat.DeviceList](e.ctx, e.Errand, &chat.ListDevices{})
			if err != nil {
				return err
			}
			for n, d := range list.Devices {
				if given[0] != strconv.Itoa(n+1) && given[0] != d.Key && given[0] != words.Fingerprint(d.Key) {
					continue
				}
				if _, err := e.Ask(e.ctx, &chat.RemoveDevice{Key: d.Key}); err != nil {
					return err
				}
				_, err = fmt.Fprintln(c.OutOrStdout(), clean("removed: "+deviceLine(n+1, d)))
				return err
			}
			return fmt.Errorf("there is no device %q; its number stands in chat-tui device list", given[0])
		})
}

// newDeviceRecovery returns the command that makes a recovery code.
func newDeviceRecovery() *cobra.Command {
	return deviceCommand("recovery", "print a recovery code, to be written down and kept on paper", 0,
		func(c *cobra.Command, e *errand, _ []string) error {
			code, key := client.NewRecovery()
			offer, err := e.OfferDevice(key, "", true)
			if err != nil {
				return err
			}
			if _, err := e.Ask(e.ctx, offer); err != nil {
				return err
			}
			_, _ = fmt.Fprintln(c.ErrOrStderr(), clean(fmt.Sprintf("who knows these words is %s; write them down, they are shown this once", e.Welcome.Nick)))
			_, err = fmt.Fprintln(c.OutOrStdout(), code)
			return err
		})
}
