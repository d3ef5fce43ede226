package main

import (
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server/account"
)

// ownerLife is for how long the link that makes an owner is valid.
const ownerLife = 24 * time.Hour

// firstOwner returns the line with the link that makes somebody the owner of a
// server that nobody has come to yet, and "" for any other. A link of an
// earlier start is taken back: only the one that was printed last counts.
func (h *host) firstOwner(addrs []transport.Address) (string, error) {
	if !h.accounts.Empty() {
		return "", nil
	}
	addr, err := linkTo(addrs, "")
	if err != nil {
		return "", nil // chat-tui admin owner makes one
	}
	now := time.Now()
	for _, i := range h.accounts.Invites(now) {
		if i.Role == chat.RoleOwner && i.By == "" {
			if err := h.accounts.TakeBack(i.ID); err != nil {
				return "", err
			}
		}
	}
	_, token, err := h.accounts.Invite(account.Invite{Uses: 1, Until: now.Add(ownerLife), Role: chat.RoleOwner}, now)
	if err != nil {
		return "", fmt.Errorf("the owner's link: %w", err)
	}
	link := transport.Link{Address: addr, Key: h.identity.Fingerprint(), Token: token}
	return fmt.Sprintf("\nits owner is whoever comes first, within %d hours, with: chat-tui '%s'", int(ownerLife.Hours()), link), nil
}
