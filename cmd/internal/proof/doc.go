// Package proof checks that nothing was lost. It takes what every client of a
// test saw, in order, and what the store holds at the end, and says in
// sentences where a promise was broken:
//
//   - What was acknowledged is stored, and what was shown is stored with the
//     same content.
//   - Nothing is there twice: a request is stored once, and a client shows an
//     entry once.
//   - There is one order: every client shows the entries of a room by rising
//     seq, and all agree with the store about what each is.
//   - There is no silent hole: the store has every seq, and what a client does
//     not show it was told to be missing before it showed what follows.
//   - What a client said to one room stands there in the order it was said.
//   - A client that stayed to the end has seen everything.
//   - The text of a deleted message is neither stored nor shown any more.
//
// A Book records what clients see while they run; Read fetches what a store
// holds; Check compares.
package proof
