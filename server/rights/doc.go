// Package rights decides who may do what. Decide is the only place where that
// is decided, for every verb of the protocol: whoever serves a verb brings what
// the decision depends on, and does what it says.
//
// The rules are one table, rules in table.go; Table writes it out for people,
// and PROTOCOL.md holds that text. Nothing here knows a store, a session or a
// clock.
package rights
