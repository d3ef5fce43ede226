// Package tuitest tests what a person sees: it runs a program, or draws rows,
// on an emulated terminal of a fixed size, presses keys, and reads the screen.
//
// [Start] runs inside a testing/synctest bubble, where time is the test's own:
// [Terminal.Settle] lets everything happen that is due, so that no test waits
// for a clock and none is a race.
//
//	synctest.Test(t, func(t *testing.T) {
//		x := tuitest.Start(t, model, tuitest.Options{Width: 80, Height: 24})
//		x.Type("hello")
//		x.Press("enter")
//		x.Shows("hello")
//		tuitest.Golden(t, "hello", x.Screen().Styled())
//	})
//
// It is imported by tests only.
package tuitest
