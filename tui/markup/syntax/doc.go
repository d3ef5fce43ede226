// Package syntax tells the words, texts and comments of programs apart, and
// the lines of diffs.
//
// It knows what the languages have in common, not their grammars: a scanner
// and tables. [Scan] reads every byte a bounded number of times whatever it is
// given, because the programs come from others. All functions are pure and may
// be called at once.
package syntax
