// Package timeline shows the messages of one room, newest at the bottom.
//
// It draws only what shows: from an anchor, the item at the lower edge,
// upwards until the height is filled. An item remembers its rows for the
// width, the looks and the neighbour above they were drawn for; only some
// hundred items do so at a time. So a frame costs the same with a hundred
// thousand messages as with fifty.
//
// The reader who has scrolled up stays where they are, whatever is added
// below or above; who is at the end follows it.
package timeline
