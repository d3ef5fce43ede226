package chat

import (
	"strings"
	"time"
)

// OfferFile asks to send a file; its type on the wire is file.offer. OK holds the
// file's id, a ticket and how many bytes are there already, or with Dup the place
// of the file that was sent before. The same cid leads to the same file.
type OfferFile struct {
	Request
	To     string `json:"to" wire:"required"` // #room or @nick
	RID    string `json:"rid,omitempty"`
	CID    string `json:"cid,omitempty"`
	Name   string `json:"name" wire:"required"`
	Size   int64  `json:"size" wire:"required"`   // bytes
	SHA256 string `json:"sha256" wire:"required"` // lower-case hex
	MIME   string `json:"mime,omitempty"`
}

// GetFile asks for a ticket to read a file from an offset on; its type on the wire
// is file.get.
type GetFile struct {
	Request
	File   string `json:"file" wire:"required"`
	Offset int64  `json:"offset,omitempty"`
}

// AboutFile asks what a file is, whose id one knows; its type on the wire is
// file.about.
type AboutFile struct {
	Request
	File string `json:"file" wire:"required"`
}

// A FileInfo tells what a file is and where it was sent; its type on the wire is
// file.about.
type FileInfo struct {
	Answer
	File   string `json:"file" wire:"required"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	MIME   string `json:"mime,omitempty"`
	Room   string `json:"room"`
	RID    string `json:"rid"`
	Seq    uint64 `json:"seq"`
}

// PutBytes opens a connection on which a file is sent, in place of a hello; its type
// on the wire is file.put. FileReady answers, then the bytes follow.
type PutBytes struct {
	Request
	Ticket string `json:"ticket" wire:"required"`
}

// TakeBytes opens a connection on which a file is read, in place of a hello; its
// type on the wire is file.take. FileData answers, and the bytes follow it.
type TakeBytes struct {
	Request
	Ticket string `json:"ticket" wire:"required"`
}

// FileReady says from where on the server wants the bytes of a file; its type on the
// wire is file.ready.
type FileReady struct {
	Answer
	Offset int64 `json:"offset"`
}

// FileData says that the bytes of a file follow, those from Offset on; its type on
// the wire is file.data.
type FileData struct {
	Answer
	Size   int64 `json:"size"` // of the whole file
	Offset int64 `json:"offset"`
}

// A File is what a log frame of kind file tells of one.
type File struct {
	ID     string // what file.get names; it says nothing about the file
	Name   string // as it was offered; clean it before use
	Size   int64  // bytes
	SHA256 string // lower-case hex
	MIME   string // as it was offered; may be empty, or wrong
}

// Bounds of files.
const (
	MaxMIME    = 100 // bytes
	TicketTime = 60 * time.Second
)

// Codes about files; the connection for talking stays.
const (
	CodeFileTooBig Code = "file_too_big"
	CodeFileHash   Code = "file_hash"
	CodeFileName   Code = "file_name"
	CodeFileGone   Code = "file_gone"
)

// CheckFileName reports why a file cannot be called so, or nil: a name has no folders
// and no control characters.
func CheckFileName(name string) error {
	switch {
	case name == "" || name == "." || name == ".." || Blank(name):
		return Errorf(CodeFileName, "A file needs a name.").In("name")
	case len(name) > MaxFileName:
		e := Errorf(CodeFileName, "The name of a file has at most %d bytes.", MaxFileName).In("name")
		e.Limit = MaxFileName
		return e
	case strings.ContainsAny(name, `/\`):
		return Errorf(CodeFileName, "The name of a file has no folders: neither / nor \\.").In("name")
	case strings.ContainsFunc(name, func(r rune) bool { return r == '\n' || r == '\t' || Control(r) }):
		return Errorf(CodeFileName, "The name of a file has no control characters.").In("name")
	}
	return nil
}

// Type returns "file.offer".
func (*OfferFile) Type() string { return "file.offer" }

// Type returns "file.get".
func (*GetFile) Type() string { return "file.get" }

// Type returns "file.about".
func (*AboutFile) Type() string { return "file.about" }

// Type returns "file.about".
func (*FileInfo) Type() string { return "file.about" }

// Type returns "file.put".
func (*PutBytes) Type() string { return "file.put" }

// Type returns "file.take".
func (*TakeBytes) Type() string { return "file.take" }

// Type returns "file.ready".
func (*FileReady) Type() string { return "file.ready" }

// Type returns "file.data".
func (*FileData) Type() string { return "file.data" }
