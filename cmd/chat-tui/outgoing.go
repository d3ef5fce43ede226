package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path/filepath"

	"github.com/chat-tui/chat-tui/net/chat"
)

// An outgoing is a file of this machine that is to be sent: what is offered of it, and
// its bytes.
type outgoing struct {
	chat.OfferFile
	file *os.File
	temp bool // removed in the end
}

// openOutgoing opens a file that is to be sent, and reads it once for its hash. Only
// files are sent: what has no end, or no size, is none.
func openOutgoing(path string) (_ *outgoing, err error) {
	info, err := os.Stat(path) // before it is opened: a FIFO would wait for its other end
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder; send its files, or pack it first", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file whose size is known; only files are sent", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	o := &outgoing{file: f}
	o.Name = filepath.Base(path)
	if err := o.read(); err != nil {
		o.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if info.Size() == 0 && o.Size > 0 { // of /proc and the like
		o.close()
		return nil, fmt.Errorf("%s is no file whose size is known; only files are sent", path)
	}
	return o, nil
}

// spool keeps what comes from a reader in a temporary file, so that it can be sent
// again after a break. More than most bytes are refused.
func spool(in io.Reader, name string, most int64) (_ *outgoing, err error) {
	f, err := os.CreateTemp("", "chat-tui-*")
	if err != nil {
		return nil, err
	}
	o := &outgoing{file: f, temp: true}
	o.Name = name
	n, err := io.Copy(f, io.LimitReader(in, most+1))
	switch {
	case err != nil:
	case n > most:
		err = fmt.Errorf("standard input has more than %d bytes", most)
	default:
		err = o.read()
	}
	if err != nil {
		o.close()
		return nil, err
	}
	return o, nil
}

// read reads the file for its size, its hash and its type.
func (o *outgoing) read() error {
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(o.file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	hash := sha256.New()
	if o.Size, err = io.Copy(hash, o.file); err != nil {
		return err
	}
	o.SHA256 = hex.EncodeToString(hash.Sum(nil))
	if o.MIME = mime.TypeByExtension(filepath.Ext(o.Name)); o.MIME == "" {
		o.MIME = http.DetectContentType(head[:n])
	}
	o.MIME = chat.Cut(o.MIME, chat.MaxMIME)
	return nil
}

func (o *outgoing) close() {
	_ = o.file.Close()
	if o.temp {
		_ = os.Remove(o.file.Name())
	}
}
