package demo

import "time"

// after is what happens once the reader is there.
func after() []step {
	return []step{
		{2 * time.Second, "ann", types, lobby, "", "", ""},
		{2 * time.Second, "ann", says, lobby, "hello @{reader}, good to see you here 👋", "", "hello"},
		{3 * time.Second, "eve", reacts, lobby, "👋", "hello", ""},
		{14 * time.Second, "bob", says, ops, "@{reader} if you have a minute: is 15 s fine for you, too? It is the diff above.", "", ""},
		{12 * time.Second, "cleo", types, lobby, "", "", ""},
		{3 * time.Second, "cleo", says, lobby, "I take the notes then. Three points for today: the sidebar, the pool, lunch.", "notes", "points"},
		{4 * time.Second, "eve", reacts, lobby, "🙏", "points", ""},
		{16 * time.Second, "cleo", says, "@", "a word between us two: nobody else can read or find this conversation", "", ""},
		{14 * time.Second, "eve", types, lobby, "", "", ""},
		{3 * time.Second, "eve", says, lobby, "lunch: the noodle place, or the one with the view?", "", "lunch"},
		{3 * time.Second, "ann", reacts, lobby, "🍜", "lunch", ""},
		{2 * time.Second, "bob", reacts, lobby, "🍜", "lunch", ""},
		{2 * time.Second, "cleo", reacts, lobby, "🏞️", "lunch", ""},
		{2 * time.Second, "cleo", unreacts, lobby, "🏞️", "lunch", ""},
		{1 * time.Second, "cleo", reacts, lobby, "🍜", "lunch", ""},
		{10 * time.Second, "bob", says, ops, "disk of `db-2` at 81 %", "", "disk"},
		{7 * time.Second, "ann", says, ops, "old backups. I clean up.", "disk", "clean"},
		{12 * time.Second, "ann", edits, ops, "old backups. Cleaned up, 43 % now.", "clean", ""},
		{3 * time.Second, "bob", reacts, ops, "🙌", "clean", ""},
		{12 * time.Second, "bob", says, lobby, "wrong window, sorry: ls -la", "", "wrong"},
		{4 * time.Second, "bob", erases, lobby, "", "wrong", ""},
		{9 * time.Second, "dan", back, "", "", "", ""},
		{3 * time.Second, "dan", says, lobby, "back, the noodles here were good as well 🍜", "", ""},
		{10 * time.Second, "eve", leaves, design, "", "", ""},
		{8 * time.Second, "eve", joins, design, "", "", ""},
		{6 * time.Second, "eve", says, design, "left by accident. /leave is one key too easy for me", "", ""},
		{14 * time.Second, "cleo", topics, lobby, "Everyone · notes: cleo · lunch: noodles at 12:30", "", ""},
		{12 * time.Second, "ann", says, lobby, "reminder for whoever presents today: https://example.com/slides/sidebar", "", ""},
	}
}

// idle is what people say when the script has ended, again and again.
func idle() []step {
	return []step{
		{50 * time.Second, "bob", says, ops, "all green ✅", "", ""},
		{60 * time.Second, "cleo", says, design, "I keep trying that blue on a light background. It holds.", "", ""},
		{70 * time.Second, "eve", acts, lobby, "waters the plants", "", ""},
		{90 * time.Second, "dan", says, ops, "nothing to see in the graphs, which is how I like them", "", ""},
	}
}
