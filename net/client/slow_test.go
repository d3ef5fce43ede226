//go:build race

package client_test

// slow says that the tests run under the race detector.
const slow = true
