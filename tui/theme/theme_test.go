package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/lucasb-eyer/go-colorful"

	"github.com/chat-tui/chat-tui/tui/theme"
)

// The usual backgrounds of terminals.
var backgrounds = map[bool][]string{
	true:  {"#000000", "#1e1e2e"},
	false: {"#ffffff", "#fdf6e3"},
}

// contrast is the ratio of WCAG 2: (L1 + 0.05) / (L2 + 0.05) of the relative
// luminances, the lighter one first.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		x := float64(v>>8) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func hex(t *testing.T, s string) color.Color {
	t.Helper()
	c, err := colorful.Hex(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// palette returns the colours that nicks get.
func palette(dark bool) []color.Color {
	seen := map[color.Color]bool{}
	var all []color.Color
	for i := range 4000 {
		if c := theme.NickColor(fmt.Sprint("nick", i), dark); !seen[c] {
			seen[c] = true
			all = append(all, c)
		}
	}
	return all
}

func TestNicksCanBeReadOnTheUsualBackgrounds(t *testing.T) {
	for dark, backs := range backgrounds {
		for _, c := range palette(dark) {
			for _, back := range backs {
				if ratio := contrast(c, hex(t, back)); ratio < 4.5 {
					t.Errorf("%v on %s has a contrast of %.2f", c, back, ratio)
				}
			}
		}
	}
}

func TestNicksCanBeToldApart(t *testing.T) {
	for dark, least := range map[bool]float64{true: 0.10, false: 0.05} {
		all := palette(dark)
		if len(all) < 24 {
			t.Errorf("dark %t: there are %d colours", dark, len(all))
		}
		for i, a := range all {
			for _, b := range all[:i] {
				if d := distance(a, b); d < least {
					t.Errorf("dark %t: %v and %v differ by %.3f", dark, a, b, d)
				}
			}
		}
	}
}

// distance is the Euclidean one in OKLab; 0.02 is about what an eye notices.
func distance(a, b color.Color) float64 {
	ca, _ := colorful.MakeColor(a)
	cb, _ := colorful.MakeColor(b)
	l1, a1, b1 := ca.OkLab()
	l2, a2, b2 := cb.OkLab()
	return math.Sqrt((l1-l2)*(l1-l2) + (a1-a2)*(a1-a2) + (b1-b2)*(b1-b2))
}

func TestHuesOfNicksAreSpreadEvenly(t *testing.T) {
	for dark := range backgrounds {
		var hues []float64
		for _, c := range palette(dark) {
			cc, _ := colorful.MakeColor(c)
			_, _, h := cc.OkLch()
			hues = append(hues, h)
		}
		slices.Sort(hues)
		for i, h := range hues {
			gap := math.Mod(hues[(i+1)%len(hues)]-h+360, 360)
			if gap < 10 || gap > 20 {
				t.Errorf("dark %t: after hue %.0f comes %.0f", dark, h, h+gap)
			}
		}
	}
}

func TestNickHasOneColour(t *testing.T) {
	for _, dark := range []bool{true, false} {
		if theme.NickColor("Ada", dark) != theme.NickColor("aDA", dark) || theme.NickColor("ΣΊΣΥΦΟΣ", dark) != theme.NickColor("σίσυφος", dark) {
			t.Error("the colour depends on the case")
		}
	}
	// The same for everyone, so for every release too.
	for nick, want := range map[string]color.Color{
		"ada": color.RGBA{72, 162, 96, 255},
		"bob": color.RGBA{153, 177, 59, 255},
		"zoë": color.RGBA{5, 158, 177, 255},
		"花子":  color.RGBA{255, 57, 99, 255},
	} {
		if got := theme.Default(true).Nick(nick); got != want {
			t.Errorf("%s is %v, was %v", nick, got, want)
		}
	}
	if got := theme.NoColor().Nick("ada"); got != nil {
		t.Errorf("without colours ada is %v", got)
	}
}

func TestNicksUseAllColoursAlike(t *testing.T) {
	count := map[color.Color]int{}
	for i := range 2400 {
		count[theme.NickColor(fmt.Sprintf("u%d", i), true)]++
	}
	for c, n := range count {
		if n < 50 || n > 160 {
			t.Errorf("%d of 2400 nicks are %v, about 100 are due", n, c)
		}
	}
}

func TestDefaultCanBeRead(t *testing.T) {
	for dark, backs := range backgrounds {
		th := theme.Default(dark)
		for name, c := range map[string]color.Color{
			"muted": th.Muted, "accent": th.Accent, "alert": th.Alert, "warning": th.Warning, "success": th.Success,
			"mention": th.Mention, "self": th.Self, "room": th.Room, "link": th.Link, "code": th.Code,
			"online": th.Online, "away": th.Away, "offline": th.Offline,
		} {
			for _, back := range backs {
				if ratio := contrast(c, hex(t, back)); ratio < 4.5 {
					t.Errorf("dark %t: %s on %s has a contrast of %.2f", dark, name, back, ratio)
				}
			}
			for on, back := range map[string]color.Color{"panel": th.Panel, "selection": th.Selection} {
				if ratio := contrast(c, back); ratio < 3 {
					t.Errorf("dark %t: %s on %s has a contrast of %.2f", dark, name, on, ratio)
				}
			}
		}
		if ratio := contrast(th.Code, th.CodeBack); ratio < 4.5 {
			t.Errorf("dark %t: code has a contrast of %.2f", dark, ratio)
		}
	}
}

func TestNewNamesWhatIsWrong(t *testing.T) {
	for want, colors := range map[string]map[string]string{
		"":                                    {"accent": "#010203", "text": ""},
		`there is no colour named "acent"`:    {"acent": "#010203"},
		`muted: "pink" is no colour`:          {"muted": "pink"},
		`link: "#01020g" is no colour`:        {"link": "#01020g"},
		`link: "#0102030" is no colour`:       {"link": "#0102030"},
		`link: "#+10203" is no colour; write`: {"link": "#+10203"},
	} {
		th, err := theme.New("mine", true, colors)
		switch {
		case want == "" && (err != nil || th.Accent != color.Color(color.RGBA{1, 2, 3, 255}) || th.Text != nil):
			t.Errorf("New = %v, %v", th, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("New = %v, want %s", err, want)
		}
	}
	if got := len(theme.Tokens()); got != 29 {
		t.Errorf("there are %d tokens", got)
	}
}

func TestColoursAreWritten(t *testing.T) {
	c := color.RGBA{1, 2, 255, 255}
	if got := theme.Foreground(c); got != "38;2;1;2;255" {
		t.Errorf("Foreground = %q", got)
	}
	if got := theme.Background(c); got != "48;2;1;2;255" {
		t.Errorf("Background = %q", got)
	}
	if theme.Foreground(nil) != "" || theme.Background(nil) != "" {
		t.Error("no colour is one")
	}
	if got := lipgloss.NewStyle().Foreground(theme.NoColor().Accent).Render("x"); got != "x" {
		t.Errorf("lipgloss draws no colour as %q", got)
	}
}
