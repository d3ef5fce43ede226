package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"time"
)

// A record is an account as a line of the journal holds it. A field may be
// added, none changes its meaning; a program refuses fields it does not know,
// because it would lose them.
type record struct {
	ID       ID          `json:"id"`
	Nick     string      `json:"nick"`
	Former   []string    `json:"former,omitempty"`
	Keys     []keyRecord `json:"keys"`
	Created  time.Time   `json:"created"`
	Disabled bool        `json:"disabled,omitempty"`
}

type keyRecord struct {
	Public []byte    `json:"public"`
	Added  time.Time `json:"added"`
}

// A line of the journal is {"account":RECORD,"crc":"SUM"} and LF; SUM is the
// CRC-32C of the bytes of RECORD in hexadecimal.
const (
	lineHead = `{"account":`
	lineSum  = `,"crc":"`
	lineTail = `"}`
	sumSize  = 8
)

// appendRecord appends the line of an account, LF included.
func appendRecord(dst []byte, a Account) []byte {
	r := record{ID: a.ID, Nick: a.Nick.shown, Created: a.Created.UTC(), Disabled: a.Disabled}
	for _, n := range a.Former {
		r.Former = append(r.Former, n.shown)
	}
	for _, k := range a.Keys {
		r.Keys = append(r.Keys, keyRecord{Public: k.Public, Added: k.Added.UTC()})
	}
	text, err := json.Marshal(r)
	if err != nil {
		panic("account: a record cannot be marshalled: " + err.Error()) // a time beyond the year 9999
	}
	dst = append(dst, lineHead...)
	dst = append(dst, text...)
	dst = append(dst, lineSum...)
	dst = append(dst, sumOf(text)...)
	return append(dst, lineTail+"\n"...)
}

func sumOf(text []byte) string {
	return fmt.Sprintf("%0*x", sumSize, crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)))
}

// A table is what a journal holds.
type table struct {
	accounts []Account // each as its last line has it, in the order of the first
	lines    int
	end      int64 // of the last line that is whole; what follows was torn off
	open     bool  // that line lacks its LF
}

// readRecords reads a journal. A last line that was not finished was never
// answered and is left out; any other damage is an error.
func readRecords(content []byte) (table, error) {
	var t table
	index := make(map[ID]int)
	for rest := content; len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		a, err := readRecord(line)
		switch torn := !ended || len(after) == 0 && bytes.IndexByte(line, 0) >= 0; { // zeros: blocks that never reached the disk
		case err != nil && torn:
			return t, nil
		case err != nil:
			return table{}, fmt.Errorf("is damaged in line %d: %w", t.lines+1, err)
		}
		rest = after
		t.lines++
		t.end, t.open = int64(len(content)-len(rest)), !ended
		if i, ok := index[a.ID]; ok {
			t.accounts[i] = a
			continue
		}
		index[a.ID] = len(t.accounts)
		t.accounts = append(t.accounts, a)
	}
	return t, nil
}

// readRecord reads one line, without its LF.
func readRecord(line []byte) (Account, error) {
	text, sum, err := splitLine(line)
	if err != nil {
		return Account{}, err
	}
	if sumOf(text) != sum {
		return Account{}, errors.New("it is not as it was written")
	}
	var r record
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Account{}, err
	}
	if d.More() {
		return Account{}, errors.New("more follows")
	}
	return r.account()
}

// splitLine returns the record of a line and its sum.
func splitLine(line []byte) (text []byte, sum string, err error) {
	const tail = len(lineSum) + sumSize + len(lineTail)
	text, ok := bytes.CutPrefix(line, []byte(lineHead))
	if !ok || len(text) < tail {
		return nil, "", errors.New("it is no account")
	}
	text, end := text[:len(text)-tail], string(text[len(text)-tail:])
	sum = end[len(lineSum) : len(lineSum)+sumSize]
	if end != lineSum+sum+lineTail {
		return nil, "", errors.New("it is no account")
	}
	return text, sum, nil
}

// account returns the account of a record. The rules for nicks are not asked:
// a server with newer ones keeps its people.
func (r record) account() (Account, error) {
	switch {
	case r.ID == "":
		return Account{}, errors.New("the account has no id")
	case r.Nick == "":
		return Account{}, errors.New("the account has no nick")
	case len(r.Keys) == 0:
		return Account{}, errors.New("the account has no key")
	}
	a := Account{ID: r.ID, Nick: knownNick(r.Nick), Created: r.Created.UTC(), Disabled: r.Disabled}
	for _, n := range r.Former {
		a.Former = append(a.Former, knownNick(n))
	}
	for _, k := range r.Keys {
		if err := CheckKey(k.Public); err != nil {
			return Account{}, fmt.Errorf("account %s: %w", r.ID, err)
		}
		a.Keys = append(a.Keys, Key{Public: k.Public, Added: k.Added.UTC()})
	}
	return a, nil
}
