package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// look opens a session, takes its welcome and leaves. A connection of package
// client would join the person's rooms, and others would see that.
func look(ctx context.Context, o client.Options) (*chat.Welcome, error) {
	visit, err := client.Visit(ctx, o, client.WishLook)
	if err != nil {
		return nil, refusal(ctx, err)
	}
	defer visit.Close(ctx)
	if visit.Welcome == nil {
		return nil, errors.New("the server sent no welcome; tell its operator")
	}
	return visit.Welcome, nil
}

// refusal says why there is no welcome, cleaned of what a server may have put
// into it. A nick that is refused means that the key has no account there.
func refusal(ctx context.Context, err error) error {
	switch chat.CodeOf(err) { //nolint:exhaustive // the rest speaks for itself
	case chat.CodeNickTaken, chat.CodeNickConfusable, chat.CodeNickInvalid, chat.CodeNoSuchUser:
		return fmt.Errorf("this key has no account there, and none was made (%s); open chat-tui there once, then ask again", clean(err.Error()))
	}
	if ctx.Err() != nil {
		return err
	}
	return errors.New(clean(err.Error()))
}
