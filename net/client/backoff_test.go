package client

import (
	"crypto/rand"
	"testing"
	"time"
)

func TestBackoff(t *testing.T) {
	for name, tt := range map[string]struct {
		failures    int
		wish        time.Duration
		least, most time.Duration
	}{
		"the first retry comes at once":            {1, 0, leastRetry, 100 * time.Millisecond},
		"the second soon":                          {2, 0, leastRetry, 200 * time.Millisecond},
		"the fifth within two seconds":             {5, 0, leastRetry, 1600 * time.Millisecond},
		"never more than thirty":                   {1 << 40, 0, leastRetry, 30 * time.Second},
		"what the server asks for is kept":         {1, 2 * time.Second, 2 * time.Second, 2500*time.Millisecond + 1},
		"also when we would wait longer":           {9, time.Second, time.Second, 1250*time.Millisecond + 1},
		"but not if it asks for ever":              {1, 1 << 62, longestWish, longestWish + 5*time.Second + 1},
		"nor is a wait below nothing a wait":       {1, -time.Second, leastRetry, 100 * time.Millisecond},
		"a wait of a millisecond is spread a bit":  {1, time.Millisecond, time.Millisecond, 2 * time.Millisecond},
		"a large number of failures does not wrap": {70, 0, leastRetry, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			for range 200 {
				if got := backoff(rand.Reader, tt.failures, tt.wish, firstRetry, longRetry); got < tt.least || got > tt.most {
					t.Fatalf("backoff() = %v, want %v to %v", got, tt.least, tt.most)
				}
			}
		})
	}
}

func TestCIDsAreAllowedAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		cid := newCID(rand.Reader)
		if len(cid) != 16 || seen[cid] {
			t.Fatalf("cid %q", cid)
		}
		seen[cid] = true
	}
}
