package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"time"
)

// A record is an account as a Keeper holds it. A field may be added, none
// changes its meaning; a program refuses fields it does not know, because it
// would lose them.
type record struct {
	ID       ID          `json:"id"`
	Nick     string      `json:"nick"`
	Former   []string    `json:"former,omitempty"`
	Keys     []keyRecord `json:"keys"`
	Created  time.Time   `json:"created"`
	Disabled bool        `json:"disabled,omitempty"`
	Role     string      `json:"role,omitempty"`
	Via      []InviteID  `json:"via,omitempty"`
	Removed  [][]byte    `json:"removed,omitempty"`
	Bot      bool        `json:"bot,omitempty"`
	By       ID          `json:"by,omitempty"`
	Token    []byte      `json:"token,omitempty"`
}

type keyRecord struct {
	Public   []byte    `json:"public"`
	Added    time.Time `json:"added"`
	Name     string    `json:"name,omitempty"`
	Recovery bool      `json:"recovery,omitempty"`
}

// What a Keeper holds is {"account":RECORD,"crc":"SUM"} or the same of an
// invite, in one line without its end; SUM is the CRC-32C of the bytes of
// RECORD in hexadecimal.
const (
	lineHead = `{"account":`
	lineSum  = `,"crc":"`
	lineTail = `"}`
	sumSize  = 8
)

// Encode returns an account as a Keeper holds it: one line, without its end.
func Encode(a Account) []byte {
	r := record{
		ID: a.ID, Nick: a.Nick.shown, Created: a.Created.UTC(), Disabled: a.Disabled,
		Role: a.Role, Via: a.Via, Bot: a.Bot, By: a.By, Token: a.Token.bytes(),
	}
	for _, n := range a.Former {
		r.Former = append(r.Former, n.shown)
	}
	for _, k := range a.Keys {
		r.Keys = append(r.Keys, keyRecord{Public: k.Public, Added: k.Added.UTC(), Name: k.Name, Recovery: k.Recovery})
	}
	for _, k := range a.Removed {
		r.Removed = append(r.Removed, k)
	}
	return encodeLine(lineHead, r)
}

// encodeLine returns a record as a Keeper holds it.
func encodeLine(head string, r any) []byte {
	text, err := json.Marshal(r)
	if err != nil {
		panic("account: a record cannot be marshalled: " + err.Error()) // a time beyond the year 9999
	}
	return fmt.Appendf(nil, "%s%s%s%s%s", head, text, lineSum, sumOf(text), lineTail)
}

func sumOf(text []byte) string {
	return fmt.Sprintf("%0*x", sumSize, crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)))
}

// Decode reads what Encode has written. Any damage is an error.
func Decode(line []byte) (Account, error) {
	var r record
	if err := decodeLine(line, lineHead, &r); err != nil {
		return Account{}, err
	}
	return r.account()
}

// decodeLine reads what encodeLine has written.
func decodeLine(line []byte, head string, r any) error {
	text, sum, err := splitLine(line, head)
	if err != nil {
		return err
	}
	if sumOf(text) != sum {
		return errors.New("it is not as it was written")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(r); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more follows")
	}
	return nil
}

// splitLine returns the record of a line and its sum.
func splitLine(line []byte, head string) (text []byte, sum string, err error) {
	const tail = len(lineSum) + sumSize + len(lineTail)
	text, ok := bytes.CutPrefix(line, []byte(head))
	if !ok || len(text) < tail {
		return nil, "", errors.New("it is nothing of ours")
	}
	text, end := text[:len(text)-tail], string(text[len(text)-tail:])
	sum = end[len(lineSum) : len(lineSum)+sumSize]
	if end != lineSum+sum+lineTail {
		return nil, "", errors.New("it is nothing of ours")
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
	}
	a := Account{
		ID: r.ID, Nick: knownNick(r.Nick), Created: r.Created.UTC(), Disabled: r.Disabled,
		Role: r.Role, Via: r.Via, Bot: r.Bot, By: r.By,
	}
	if len(r.Token) > 0 && !a.Token.set(r.Token) {
		return Account{}, fmt.Errorf("account %s: its token has %d bytes", r.ID, len(r.Token))
	}
	for _, k := range r.Removed {
		a.Removed = append(a.Removed, k)
	}
	for _, n := range r.Former {
		a.Former = append(a.Former, knownNick(n))
	}
	for _, k := range r.Keys {
		if err := CheckKey(k.Public); err != nil {
			return Account{}, fmt.Errorf("account %s: %w", r.ID, err)
		}
		a.Keys = append(a.Keys, Key{Public: k.Public, Added: k.Added.UTC(), Name: k.Name, Recovery: k.Recovery})
	}
	if !a.whole() {
		return Account{}, errors.New("the account has no key")
	}
	return a, nil
}
