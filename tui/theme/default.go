package theme

// Default returns the built-in theme for a dark or light background.
func Default(dark bool) Theme {
	name, about, colors := "light", "the default on a light background", light()
	if dark {
		name, about, colors = "dark", "the default on a dark background", night()
	}
	t, err := New(name, dark, colors)
	if err != nil {
		panic(err) // a test reads both
	}
	t.Description = about
	return t
}

// night is for dark backgrounds.
func night() map[string]string {
	return map[string]string{
		"muted": "#9097a8", "accent": "#8ab4f8",
		"alert": "#ff7b85", "warning": "#f2b15c", "success": "#7fd88f",
		"mention": "#7fc8ff", "self": "#ffd166", "room": "#b9a7ff",
		"link": "#7cc4ff", "code": "#f0b48a", "code-back": "#2a2c3a", "quote": "#6c7386",
		"border": "#4a5064", "panel": "#262a38", "selection": "#343b52",
		"online": "#7fd88f", "away": "#f2b15c", "offline": "#9097a8",
	}
}

// light is for light backgrounds.
func light() map[string]string {
	return map[string]string{
		"muted": "#606674", "accent": "#1a5fb4",
		"alert": "#b3261e", "warning": "#855000", "success": "#1b6e34",
		"mention": "#0b5c9e", "self": "#8f3f00", "room": "#5b3fa8",
		"link": "#0b57c0", "code": "#8a3b12", "code-back": "#eceae4", "quote": "#8b8f99",
		"border": "#b9bec9", "panel": "#e6e9f1", "selection": "#d5def5",
		"online": "#1b6e34", "away": "#855000", "offline": "#606674",
	}
}
