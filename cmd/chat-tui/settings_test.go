package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/server"
)

// The documented settings are read by the program, and are the defaults where
// they say so.
func TestTheDocumentedSettingsAreTrue(t *testing.T) {
	text, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`(?m)^#([a-z_]+ = )`).ReplaceAllString(string(text), "$1")
	if strings.Count(whole, "\n") == 0 || whole == string(text) {
		t.Fatal("no setting is documented")
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := readSettings(path, true)
	if err != nil {
		t.Fatal(err)
	}
	if s.Server == nil || s.Serve.MOTD == nil || len(s.Serve.Listen) != 1 {
		t.Errorf("read %+v", s)
	}
	limits, err := limitsFrom(path)
	if err != nil || limits != server.DefaultLimits() {
		t.Errorf("the documented limits are %+v, %v\nthe defaults     %+v", limits, err, server.DefaultLimits())
	}
}

// Every limit of the server is a setting, and every setting is a limit.
func TestEveryLimitIsASetting(t *testing.T) {
	var l server.Limits
	s := limitSettings{}
	set := map[uintptr]string{}
	for name, c := range s.numbers(&l) {
		set[reflect.ValueOf(c.to).Pointer()] = name
	}
	for name, c := range s.times(&l) {
		set[reflect.ValueOf(c.to).Pointer()] = name
	}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if v.Kind() != reflect.Struct {
			at := v.Addr().Pointer()
			if set[at] == "" {
				t.Errorf("%s has no setting", path)
			}
			delete(set, at)
			return
		}
		for i := range v.NumField() {
			walk(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
	walk("Limits", reflect.ValueOf(&l).Elem())
	for _, name := range set {
		t.Errorf("%s sets what another does, or nothing", name)
	}
	text, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	for i := range reflect.TypeOf(s).NumField() {
		key := reflect.TypeOf(s).Field(i).Tag.Get("toml")
		if !strings.Contains(string(text), "\n#"+key+" = ") {
			t.Errorf("%s is not documented", key)
		}
	}
}
