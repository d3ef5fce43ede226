// Package account says who may enter a server, and as whom: what a nick and a
// room may be called, which nick belongs to whom, which keys prove it, and how
// often a stranger may try.
//
// A nick belongs to an account, an account to its keys: the first key that
// asks for a free nick makes the account (Registry.Claim). Guests have no key;
// a nick is theirs while their stay lasts (Registry.Hold). A nick belongs to
// one of them at a time, and no other may take one that reads or looks the
// same. What an account gives up stays reserved to it and keeps leading to it.
//
// Names are keys of nothing: accounts are told apart by their ID. See
// PROTOCOL.md, "Names and ids" and "Proof of identity".
package account
