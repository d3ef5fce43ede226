// Package safe is the one cleaner: it turns text from others into [Text], and
// nothing else may be drawn.
//
// Whoever wrote a text, another person or the server, cannot move the cursor,
// change title, colours or clipboard, hide or fake lines, or query the
// terminal with it. What was an order is shown: a control character as its
// picture (␛ ␍ ␈), so that the rest of an escape sequence stands there as
// plain text. What would be invisible is taken out, or counted where it hides
// a message of its own. What is not text becomes U+FFFD. What people write is
// kept: every script with its marks and joiners, emoji of all kinds, flags.
//
// Cleaning is linear in the text, and cleaning twice changes nothing. All
// functions may be called at once.
package safe
