package safe

import "unicode/utf8"

// korean writes a part of a Korean syllable. A syllable is a lead, a vowel
// and maybe a tail; terminals give the parts of anything else different
// widths, so what stands alone becomes a letter that may.
func (c *cleaner) korean(r rune, k class, rest string) {
	switch {
	case k == lead:
		next, _ := utf8.DecodeRuneInString(rest)
		if next < utf8.RuneSelf || classify(next) != vowel {
			c.put(alone(r))
			return
		}
	case k == vowel && c.last != lead:
		c.put(alone(r))
		return
	case k == tail && c.last != vowel && (c.last != plain || !open(c.base)):
		c.put(stranger)
		return
	}
	if k == lead {
		c.put(r)
		c.last = lead
		return
	}
	c.base = r
	c.add(r, k)
}

// open reports whether r is a whole syllable without a tail.
func open(r rune) bool { return 0xac00 <= r && r <= 0xd7a3 && (r-0xac00)%28 == 0 }

// alone returns the letter for a lead or vowel that stands by itself, U+FFFD
// for the ones of old spelling, which have none.
func alone(r rune) rune {
	const leads = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
	switch {
	case 0x1100 <= r && r <= 0x1112:
		i := int(r-0x1100) * len("ㄱ")
		letter, _ := utf8.DecodeRuneInString(leads[i:])
		return letter
	case 0x1161 <= r && r <= 0x1175:
		return r - 0x1161 + 'ㅏ'
	}
	return stranger
}
