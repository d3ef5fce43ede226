// Package picture draws screens of a terminal as SVG: a still of one screen, or
// a film of many, which plays by itself wherever the file is shown as an image.
// It needs neither a browser nor a font, and the same screens give the same
// bytes.
//
// A file is small because every line of a screen is drawn once, however often
// and wherever it is shown. Characters stand in their cells in any font: each
// run of them is told its width, lines and corners are drawn as lines.
//
// The pictures of the README are made by assets/tapes/pictures.sh, which plays
// the tapes beside it; the tests of this package play them without writing.
package picture
