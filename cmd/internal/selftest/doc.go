// Package selftest starts the real server as a process of its own, lets
// several clients talk through a network that fails, kills the server and the
// clients again and again, and then checks that nothing was lost.
//
// # Goroutines
//
//	goroutine       how many        owns
//	Run             1               the server's process, rounds, the network
//	talker.talk     running client  what is said next
//	talker.listen   running client  nothing; takes events, in order
//	an order        a few           one edit, delete, reaction or page on its way
//
// What a talker knows is guarded by its mutex; who waits for it to change is
// woken by its signal. Run waits for all of them.
package selftest
