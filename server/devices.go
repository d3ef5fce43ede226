package server

import (
	"crypto/ed25519"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
)

// owned returns the account of the session if it has devices.
func (s *session) owned() (account.Account, error) {
	return s.account(), s.may(rights.Devices)
}

// listDevices answers with the keys of the account.
func (s *session) listDevices(cmd *chat.ListDevices) error {
	a, err := s.owned()
	if err != nil {
		return err
	}
	sessions := make(map[string]int64)
	s.srv.hub.ask(func() {
		for _, other := range s.who.sessions {
			sessions[other.key]++
		}
	})
	list := &chat.DeviceList{Answer: chat.Answer{Re: cmd.ID}, Devices: []chat.Device{}}
	for _, k := range a.Keys {
		d := s.showDevice(k)
		d.Sessions = sessions[string(k.Public)]
		list.Devices = append(list.Devices, d)
	}
	s.reply(list)
	return nil
}

func (s *session) showDevice(k account.Key) chat.Device {
	return chat.Device{
		Key: account.Fingerprint(k.Public), Name: k.Name, Added: k.Added, Recovery: k.Recovery, This: s.key == string(k.Public),
	}
}

// addDevice lets a further device use the account: one that waits under a
// code, or one whose key signed that it wants to.
func (s *session) addDevice(cmd *chat.AddDevice) error {
	a, err := s.owned()
	if err != nil {
		return err
	}
	if err := chat.CheckText("name", cmd.Name, chat.MaxDeviceName); err != nil {
		return err
	}
	answer := &chat.DeviceAdded{Answer: chat.Answer{Re: cmd.ID}}
	var key account.Key
	var waits *linking
	if cmd.Code != "" {
		if wait := s.who.codes.take(Rate{10, 6 * time.Second}); wait > 0 {
			return slowDown(wait, "codes")
		}
		if waits = s.srv.links.find(cmd.Code); waits == nil {
			return chat.Errorf(chat.CodeBadValue, "No device shows this code, or not any more; ask for a new one there.").In("code")
		}
		key = waits.device(cmd.Name)
		answer.From = waits.from
	} else if key, err = s.signedDevice(a, cmd); err != nil {
		return err
	}
	answer.Device = s.showDevice(key)
	if cmd.Look {
		s.reply(answer)
		return nil
	}
	if a, err = s.srv.opts.Accounts.AddDevice(a.ID, key); err != nil {
		return err
	}
	s.srv.log.Info("a device was added", "account", string(a.ID), "nick", a.Nick.String(), "key", answer.Device.Key, "recovery", key.Recovery)
	if waits != nil {
		s.srv.links.remove(waits)
		waits.session.out.answer(wire.Append(nil, &chat.DeviceLinked{Nick: a.Nick.String(), Account: string(a.ID)}))
	}
	s.reply(answer)
	return nil
}

// signedDevice returns the key that the request carries, if it proves that
// whoever holds it wants to be a device of the account.
func (s *session) signedDevice(a account.Account, cmd *chat.AddDevice) (account.Key, error) {
	if cmd.Key == "" {
		return account.Key{}, chat.Errorf(chat.CodeBadValue, "A device is added by the code it shows, or by its key.").In("code")
	}
	public, err := account.ParseKey(cmd.Key)
	if err != nil {
		return account.Key{}, err
	}
	sig, err := account.ParseSig(cmd.Sig)
	if err != nil {
		return account.Key{}, err
	}
	if !account.VerifyProof(public, sig, wire.DevicePayload(s.srv.opts.Identity, string(a.ID), public)) {
		return account.Key{}, chat.Errorf(chat.CodeBadValue, "The signature does not prove the key.").In("sig")
	}
	return account.Key{Public: public, Name: cmd.Name, Added: time.Now(), Recovery: cmd.Recovery}, nil
}

// removeDevice takes the account from a device, and ends its sessions.
func (s *session) removeDevice(cmd *chat.RemoveDevice) error {
	a, err := s.owned()
	if err != nil {
		return err
	}
	var gone ed25519.PublicKey
	for _, k := range a.Keys {
		if account.Fingerprint(k.Public) == cmd.Key {
			gone = k.Public
		}
	}
	if gone == nil {
		return chat.Errorf(chat.CodeBadValue, "Your account has no such device; see the list.").In("key")
	}
	if _, err := s.srv.opts.Accounts.RemoveKey(a.ID, gone); err != nil {
		return err
	}
	s.srv.log.Info("a device was removed", "account", string(a.ID), "nick", a.Nick.String(), "key", cmd.Key)
	s.ok(cmd)
	s.srv.endSessions(a.ID, func(other *session) bool { return other.key == string(gone) }, errRemoved)
	return nil
}
