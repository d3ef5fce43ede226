package server

import (
	"crypto/ed25519"
	"log/slog"
	"net"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store"
)

// Options say what a server is like. Store, Accounts and Identity are needed,
// the rest may be left out.
type Options struct {
	// Store keeps rooms and what is said in them. The server does not close
	// it.
	Store store.Store

	// Accounts knows the names and keys. The server does not close it.
	Accounts *account.Registry

	// Identity is the public part of the server's lasting key; the private
	// one stays with whoever ends TLS.
	Identity ed25519.PublicKey

	// SignChallenge proves the identity where the certificate of a
	// connection does not: it returns the signature that the challenge with
	// this nonce carries, or nothing for a connection that needs none. Nil
	// signs none.
	SignChallenge func(conn net.Conn, nonce []byte) []byte

	Name    string // how the server calls itself; empty is "chat-tui"
	Version string // of the program; empty is "unknown"
	MOTD    string // message of the day, at most chat.MaxMOTD bytes

	// Logger hears what an operator wants to know; never a message or a
	// secret. Nil is silence.
	Logger *slog.Logger

	// Limits bound what one peer can cost. The zero value means
	// DefaultLimits; see NoLimits.
	Limits Limits

	// Files keeps the bytes of files; nil is a server without files. The server
	// does not close it.
	Files *files.Store

	// Usage tells owners of the server what it costs its machine; nil if that
	// is not known. It is called for each of their questions, by any session.
	Usage func() chat.Usage

	// Short reports whether the process is short of memory; nil says that it
	// never is. While it is, nobody else comes in (server_busy), and little
	// waits in memory for those who lag. It is asked by one goroutine.
	Short func() bool

	// Policy says who may come in. Empty is PolicyOpen.
	Policy Policy

	// Password is what PolicyPassword asks of those who have no account.
	Password *account.Password
}
