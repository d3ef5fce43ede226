package chat

import (
	"errors"
	"fmt"
	"time"
)

// An Error crosses the wire. Any other error stays on the side it happened:
// the peer sees CodeInternal, the log sees the cause.
//
// See PROTOCOL.md, "Errors".
type Error struct {
	Code  Code
	Text  string        // one sentence for people, at most MaxErrorText bytes
	Retry time.Duration // how long to wait before trying again; 0 says nothing
	Field string        // the field that is wrong, if one is
	Limit int           // the limit that was passed, if one was
}

// Error returns the sentence for people.
func (e *Error) Error() string { return e.Text }

// Errorf returns an Error with a code and a formatted text.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Text: fmt.Sprintf(format, args...)}
}

// In returns a copy of e that names the field it is about.
func (e *Error) In(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// CodeOf returns the code of err: empty for nil, CodeInternal for a stranger.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// A Code says what went wrong, for programs. It never changes its meaning.
type Code string

// Codes after which the connection stays.
const (
	CodeBadJSON        Code = "bad_json"
	CodeBadFrame       Code = "bad_frame"
	CodeBadValue       Code = "bad_value"
	CodeUnknownType    Code = "unknown_type"
	CodeNotWelcome     Code = "not_welcome"
	CodeBodyEmpty      Code = "body_empty"
	CodeBodyTooLong    Code = "body_too_long"
	CodeBadRoom        Code = "bad_room"
	CodeNoSuchRoom     Code = "no_such_room"
	CodeNoSuchUser     Code = "no_such_user"
	CodeNoSuchMessage  Code = "no_such_message"
	CodeNotMember      Code = "not_member"
	CodeMoved          Code = "moved"
	CodeForbidden      Code = "forbidden"
	CodeNickTaken      Code = "nick_taken"
	CodeNickInvalid    Code = "nick_invalid"
	CodeNickConfusable Code = "nick_confusable"
	CodeRateLimited    Code = "rate_limited"
	CodeMuted          Code = "muted"
	CodeQuota          Code = "quota"
	CodeQueueEmpty     Code = "queue_empty"
	CodeServerBusy     Code = "server_busy"
	CodeStorageFull    Code = "storage_full"
	CodeCIDReused      Code = "cid_reused"
	CodeInternal       Code = "internal"
)

// Codes that end the connection, in an error or a bye.
const (
	CodeTooLong            Code = "too_long"
	CodeUnsupportedVersion Code = "unsupported_version"
	CodeTLSRequired        Code = "tls_required"
	CodeAuthFailed         Code = "auth_failed"
	CodeAuthTimeout        Code = "auth_timeout"
	CodeBanned             Code = "banned"
	CodePasswordRequired   Code = "password_required"
	CodeInviteInvalid      Code = "invite_invalid"
	CodeTooManyConnections Code = "too_many_connections"
	CodeTooManyErrors      Code = "too_many_errors"
	CodeSlowReader         Code = "slow_reader"
	CodeIdleTimeout        Code = "idle_timeout"
	CodeShuttingDown       Code = "shutting_down"
	CodeReplaced           Code = "replaced"
)

// Ends reports whether a connection is over after an error with this code.
func (c Code) Ends() bool {
	switch c { //nolint:exhaustive // the rest keep the connection
	case CodeTooLong, CodeUnsupportedVersion, CodeTLSRequired, CodeAuthFailed, CodeAuthTimeout,
		CodeBanned, CodePasswordRequired, CodeInviteInvalid, CodeTooManyConnections,
		CodeTooManyErrors, CodeSlowReader, CodeIdleTimeout, CodeShuttingDown, CodeReplaced:
		return true
	}
	return false
}
