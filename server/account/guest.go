package account

// Hold gives a nick to a guest while its stay lasts, in place of the one it
// held. Stay names the stay and is never shown; it must not be empty. Errors
// are those of Claim about the nick, and leave the guest with the one it held.
// It never waits for the disk, nor does Release.
func (r *Registry) Hold(nick Nick, stay string) error {
	who := Holder{Stay: stay}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.free(nick, who); err != nil {
		return err
	}
	if old, ok := r.guests[stay]; ok {
		r.names.remove(old, who)
	}
	r.guests[stay] = nick
	r.names.add(nick, who)
	return nil
}

// Release frees the nick of a guest who is gone. Releasing again does nothing.
func (r *Registry) Release(stay string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if nick, ok := r.guests[stay]; ok {
		r.names.remove(nick, Holder{Stay: stay})
		delete(r.guests, stay)
	}
}
