package account

import (
	"fmt"
	"strings"
	"testing"
)

// confusable reports whether two nicks look alike.
func confusable(a, b Nick) bool { return a.skeleton == b.skeleton || a.look == b.look }

func TestNicksThatLookAlike(t *testing.T) {
	for name, tt := range map[string]struct {
		a, b  string
		alike bool
	}{
		"A12: 1 and l":                        {"a1ice", "alice", true},
		"A12: rn and m":                       {"rnike", "mike", true},
		"rn and m, inside":                    {"Arnold", "Amold", true},
		"I and l":                             {"AIice", "alice", true},
		"I and l at the beginning":            {"Iars", "lars", true},
		"I and 1":                             {"I33t", "133t", true},
		"l and I among capitals":              {"ALlCE", "ALICE", true},
		"0 and o":                             {"b0b", "bob", true},
		"0 and O":                             {"B0B", "BOB", true},
		"vv and w":                            {"vvendy", "wendy", true},
		"all of Cyrillic letters":             {"ѕсоре", "scope", true},
		"Cyrillic capitals":                   {"ВОВ", "BOB", true},
		"Cyrillic capitals and small letters": {"ВОВ", "bob", true},
		"all of Greek letters":                {"ΑΝΝΑ", "ANNA", true},
		"all of Cherokee letters":             {"ᎪᏞᎪ", "ala", true},
		"all of Lisu letters":                 {"ꓮꓡꓲꓚꓰ", "Alice", true},
		"small capitals":                      {"ᴀʟɪᴄᴇ", "alice", true},
		"an i without its dot":                {"brıan", "brian", true},
		"an i with two dots":                  {"bri\u0307an", "brian", true},
		"a capital I with a dot":              {"İbrahim", "ibrahim", true},
		"two underscores":                     {"ada__x", "ada_x", true},
		"Ian and Lan":                         {"Ian", "Lan", false},
		"Iara and Lara":                       {"Iara", "Lara", false},
		"Maria and Marla":                     {"Maria", "Marla", false},
		"MARIA and Marla":                     {"MARIA", "Marla", true}, // in capitals an I could be an l
		"Kiara and Klara":                     {"Kiara", "Klara", false},
		"Dan and Clan":                        {"Dan", "Clan", false},
		"Jose and José":                       {"Jose", "José", false},
		"ada and ada_":                        {"ada", "ada_", false},
		"ada2 and ada3":                       {"ada2", "ada3", false},
	} {
		t.Run(name, func(t *testing.T) {
			if a, b := knownNick(tt.a), knownNick(tt.b); confusable(a, b) != tt.alike {
				t.Errorf("%+q and %+q look alike: %v, want %v", a, b, !tt.alike, tt.alike)
			}
		})
	}
}

func TestOrdinaryNamesAreNotConfused(t *testing.T) {
	names := strings.Fields(ordinaryNames)
	if len(names) < 200 {
		t.Fatalf("only %d names", len(names))
	}
	for _, write := range []func(string) string{
		func(s string) string { return s },
		strings.ToLower,
		strings.ToUpper,
	} {
		var pairs []string
		var nicks []Nick
		for _, name := range names {
			n := mustNick(t, write(name))
			for _, other := range nicks {
				if confusable(n, other) {
					pairs = append(pairs, n.String()+"/"+other.String())
				}
			}
			nicks = append(nicks, n)
		}
		if len(pairs) > 0 {
			t.Errorf("of %d names, these look alike: %v", len(names), pairs)
		}
	}
}

func TestNumberedNicksAreNotConfused(t *testing.T) {
	seen := make(map[string]bool)
	for i := range 2000 {
		n := mustNick(t, fmt.Sprintf("u%d", i))
		if seen[n.skeleton] || seen[n.look] {
			t.Fatalf("%s looks like an earlier one", n)
		}
		seen[n.skeleton], seen[n.look] = true, true
	}
}

const ordinaryNames = `
Aaron Abdul Ada Adam Aisha Alan Albert Alex Ali Alice Alina Amanda Amir Amy Ana
Anders Andrea Andrew Angela Anita Anna Anton Ari Arnold Arthur Barbara Beatriz
Ben Bella Bianca Bill Bob Brian Bruno Camila Carl Carlos Carmen Carol Cecilia
Celia Charles Chiara Chris Clara Claudia Cliff Cora Dan Dana Daniel Dara David
Deborah Dennis Diana Diego Dina Dmitri Don Donna Dora Earl Ed Edith Eduardo Eli
Ella Elena Elias Elif Elin Emil Emily Emma Eric Erin Eva Evan Fatima Felix Fiona
Flora Frank Gabriel George Gina Giulia Grace Greta Gustav Hana Hannah Hans Harry
Hassan Helen Henry Hugo Iain Ian Ibrahim Ida Igor Ilan Ilse Imani Ines Ingrid
Ira Iris Irma Isabel Isla Ivan Ivy Jack Jacob James Jan Jana Jane Jean Jens Jill
Jim Joan Joanna Joe Johan John Jon Jorge Jose José Joy Juan Julia Julian Julie
Kai Karen Karin Karl Kate Kenji Kevin Kiara Kim Klara Lan Lana Lara Lars Laura
Layla Lea Leila Lena Leo Li Lian Liam Lila Lily Lina Linda Lisa Liv Lola Luca
Lucas Lucia Luis Luna Lynn Mara Marco Maria Marie Marina Mario Mark Marla Martin
Mary Max Maya Mei Mia Michael Miguel Mike Mila Milan Mina Mira Mohammed Mona
Nadia Nancy Natalia Nate Nick Nicole Nils Nina Noah Nora Nuria Olaf Ole Olga
Oliver Olivia Omar Oscar Otto Pablo Pat Patricia Paul Paula Pedro Peter Petra
Philip Pia Priya Rachel Raj Ralph Raul Ravi Rita Rob Robert Roger Roman Ron Rosa
Ruth Ryan Sam Samir Sandra Sara Sarah Sean Sergei Simon Sofia Sonia Stefan Sue
Susan Sven Tania Tara Thomas Tim Tina Tom Tomas Tony Uma Vera Victor Vlad Wanda
Wendy Wei Will Yara Yuki Yusuf Zara Zoe
`
