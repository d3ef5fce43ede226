// Package markup turns clean text into styled rows: mentions, rooms, links,
// code, emphasis, quotes, lists and diffs.
//
// [Parse] is lossless: the texts of its spans, one after the other, are the
// text. [Render] wraps them; every row closes what it opens, so a row may be
// cut out and drawn alone. [Layout] does the same and tells what of the rows
// can be copied. All are linear in the text whatever it holds, and may be
// called at once.
//
// Rows that hold text from right to left are kept apart from the columns
// beside them by marks without a cell; see [cell.LeftToRight]. What the
// cleaner left of sequences that set colours is not drawn.
package markup
