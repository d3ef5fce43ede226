package client_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/words"
)

func TestARecoveryCodeIsAKey(t *testing.T) {
	code, key := client.NewRecovery()
	other, _ := client.NewRecovery()
	if code == other || len(strings.Fields(code)) != 14 {
		t.Errorf("codes %q and %q", code, other)
	}
	if again, err := client.RecoveryKey(strings.ToUpper(code)); err != nil || !again.Equal(key) {
		t.Errorf("RecoveryKey() = %v, %v", again, err)
	}
	if _, err := client.RecoveryKey(code + " acorn"); err == nil {
		t.Error("a code with a word too many is a key")
	}
	// What was written down must open the account for ever.
	old, err := client.RecoveryKey(words.Secret([words.SecretSize]byte{1, 2, 3}))
	if got := hex.EncodeToString(public(old)); err != nil || got != "beec5d4095a1068f77615f987bd36d05c8d87b7a54cefb19e04b93cf5a0bcbbc" {
		t.Errorf("an old code is now the key %s, %v", got, err)
	}
}
