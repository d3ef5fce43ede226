// Package markup turns clean text into styled rows: mentions, rooms, links,
// code, emphasis and quotes.
//
// [Parse] is lossless: the texts of its spans, one after the other, are the
// text. [Render] wraps them; every row closes what it opens, so a row may be
// cut out and drawn alone. Both are linear in the text whatever it holds, and
// may be called at once.
package markup
