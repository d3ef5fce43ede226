package setting

import (
	"fmt"
	"strconv"
	"strings"
)

// hours returns a range of the day as it is kept: empty, or 22:00-07:00.
func hours(key, text string) (string, error) {
	if text == "" || text == "off" || text == "none" {
		return "", nil
	}
	from, to, err := clocks(text)
	if err != nil {
		return "", fmt.Errorf("%s cannot be %q; write it as 22:00-07:00, or off", key, text)
	}
	if from == to {
		return "", fmt.Errorf("%s begins when it ends; for the whole day set dnd to on", key)
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60), nil
}

// clocks returns both ends of a range in minutes of the day.
func clocks(text string) (from, to int, err error) {
	a, b, ok := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !ok {
		return 0, 0, fmt.Errorf("clock range %q: no dash", text)
	}
	if from, err = minute(a); err == nil {
		to, err = minute(b)
	}
	return from, to, err
}

// minute returns the minute of the day of "7", "07:00" or "24:00".
func minute(text string) (int, error) {
	h, m, _ := strings.Cut(strings.TrimSpace(text), ":")
	if m == "" {
		m = "00"
	}
	hour, err := number(h, 24)
	if err != nil || len(m) != 2 {
		return 0, fmt.Errorf("clock %q", text)
	}
	minutes, err := number(m, 59)
	if err != nil || hour == 24 && minutes > 0 {
		return 0, fmt.Errorf("clock %q", text)
	}
	return hour%24*60 + minutes, nil
}

// number reads one or two digits.
func number(text string, most int) (int, error) {
	n, err := strconv.ParseUint(text, 10, 8)
	if err != nil || len(text) > 2 || int(n) > most {
		return 0, fmt.Errorf("number %q", text)
	}
	return int(n), nil
}
