package main

import (
	"context"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/tui/desk"
)

// means are what only this machine can do about the person's account; server
// is as it was given.
func (t *talker) means(server string) desk.Means {
	return desk.Means{
		Link: func(serverKey, token string, rooms []string) (string, error) {
			key, err := client.ServerKey(serverKey)
			if err != nil {
				return "", err
			}
			addr, err := t.linkTo(server, "")
			if err != nil {
				return "", err
			}
			link := transport.Link{Address: addr, Key: transport.Fingerprint(key), Token: token, Rooms: rooms}
			return link.String(), nil
		},
		Picture: qrLines,
		Recovery: func(serverKey, account string) (string, *chat.AddDevice, error) {
			key, err := client.ServerKey(serverKey)
			if err != nil {
				return "", nil, err
			}
			code, secret := client.NewRecovery()
			return code, client.OfferDevice(key, account, secret, "", true), nil
		},
	}
}

// askPassword lets the connection wait for a password that the person types,
// and returns what takes it; nil for a bot, which has none.
func (t *talker) askPassword() func(word string) {
	if t.options.Key == nil {
		return nil
	}
	words := make(chan string, 1)
	t.options.AskPassword = func(ctx context.Context) (string, bool) {
		select {
		case word := <-words:
			return word, true
		case <-ctx.Done():
			return "", false
		}
	}
	return func(word string) {
		select {
		case <-words: // nobody wanted it
		default:
		}
		words <- word
	}
}
