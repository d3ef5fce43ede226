package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/chat-tui/chat-tui/server/account"
)

// Accounts returns a keeper of accounts in the same file. It ends with the
// Store; its Close does nothing.
func (s *Store) Accounts() account.Keeper { return accounts{s} }

// An accounts keeps each account in a row, as account.Encode writes it.
type accounts struct{ s *Store }

// Load implements account.Keeper.
func (a accounts) Load() ([]account.Account, error) {
	type kept struct{ id, record string }
	rows, err := collect(a.s.each(context.Background()), func(rows *sql.Rows) (k kept, err error) {
		return k, rows.Scan(&k.id, &k.record)
	}, "SELECT id, record FROM accounts")
	if err != nil {
		return nil, a.s.readError("read accounts", err)
	}
	list := make([]account.Account, 0, len(rows))
	for _, k := range rows {
		acc, err := account.Decode([]byte(k.record))
		if err == nil && string(acc.ID) != k.id {
			err = fmt.Errorf("it is of %s", acc.ID)
		}
		if err != nil {
			return nil, &Unusable{
				Path: a.s.path, Why: fmt.Sprintf("is damaged (account %s: %v)", k.id, err), Next: restoreHint, Err: err,
			}
		}
		list = append(list, acc)
	}
	return list, nil
}

// LoadInvites implements account.Keeper.
func (a accounts) LoadInvites() ([]account.Invite, error) {
	type kept struct{ id, record string }
	rows, err := collect(a.s.each(context.Background()), func(rows *sql.Rows) (k kept, err error) {
		return k, rows.Scan(&k.id, &k.record)
	}, "SELECT id, record FROM invites")
	if err != nil {
		return nil, a.s.readError("read invites", err)
	}
	list := make([]account.Invite, 0, len(rows))
	for _, k := range rows {
		i, err := account.DecodeInvite([]byte(k.record))
		if err == nil && string(i.ID) != k.id {
			err = fmt.Errorf("it is of %s", i.ID)
		}
		if err != nil {
			return nil, &Unusable{
				Path: a.s.path, Why: fmt.Sprintf("is damaged (invite %s: %v)", k.id, err), Next: restoreHint, Err: err,
			}
		}
		list = append(list, i)
	}
	return list, nil
}

// Save implements account.Keeper.
func (a accounts) Save(acc account.Account) error {
	return a.SaveAll(account.Changes{Accounts: []account.Account{acc}})
}

// SaveAll implements account.Keeper.
func (a accounts) SaveAll(c account.Changes) error {
	return a.s.do(context.Background(), func(t *tx) error {
		for _, acc := range c.Accounts {
			if _, err := t.exec("INSERT INTO accounts (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
				string(acc.ID), account.Encode(acc)); err != nil {
				return err
			}
		}
		for _, i := range c.Invites {
			if _, err := t.exec("INSERT INTO invites (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
				string(i.ID), account.EncodeInvite(i)); err != nil {
				return err
			}
		}
		for _, id := range c.Dropped {
			if _, err := t.exec("DELETE FROM invites WHERE id = ?", string(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close implements account.Keeper.
func (a accounts) Close() error { return nil }
