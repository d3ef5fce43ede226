package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/BurntSushi/toml" // settings people write by hand, with line numbers in its errors
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chat-tui/chat-tui/tui/setting"
)

// fileSettings is what may stand in the settings file. Each key is the flag
// of the same name, with _ for -; the table names the subcommand.
type fileSettings struct {
	Server *string  `toml:"server"`
	Local  *string  `toml:"local"`
	Nick   *string  `toml:"nick"`
	Room   []string `toml:"room"`

	Screen map[string]any `toml:"screen"` // see tui/setting
	Serve  struct {
		Listen     []string `toml:"listen"`
		Data       *string  `toml:"data"`
		Name       *string  `toml:"name"`
		MOTD       *string  `toml:"motd"`
		AllowPlain *bool    `toml:"allow_plain"`
		Limits     *string  `toml:"limits"`
		LogDir     *string  `toml:"log_dir"`
		LogDays    *int     `toml:"log_days"`

		Policy       *string `toml:"policy"`
		PasswordFile *string `toml:"password_file"`

		Metrics *string `toml:"metrics"`

		LimitsOf limitSettings `toml:"limits_of"`
	} `toml:"serve"`
}

// values returns the settings for one command, by flag, as one would type
// them.
func (f *fileSettings) values(command string) map[string][]string {
	v := map[string][]string{}
	one := func(flag string, s *string) {
		if s != nil {
			v[flag] = []string{*s}
		}
	}
	if command != "serve" {
		one("server", f.Server)
		one("local", f.Local)
		one("nick", f.Nick)
		if f.Room != nil {
			v["room"] = f.Room
		}
		return v
	}
	if f.Serve.Listen != nil {
		v["listen"] = f.Serve.Listen
	}
	one("data", f.Serve.Data)
	one("name", f.Serve.Name)
	one("motd", f.Serve.MOTD)
	one("limits", f.Serve.Limits)
	one("log-dir", f.Serve.LogDir)
	one("policy", f.Serve.Policy)
	one("password-file", f.Serve.PasswordFile)
	one("metrics", f.Serve.Metrics)
	if f.Serve.LogDays != nil {
		v["log-days"] = []string{fmt.Sprint(*f.Serve.LogDays)}
	}
	if f.Serve.AllowPlain != nil {
		v["allow-plain"] = []string{fmt.Sprint(*f.Serve.AllowPlain)}
	}
	return v
}

// readSettings reads the file at path. One that is not there is empty, unless
// it was asked for.
func readSettings(path string, asked bool) (*fileSettings, error) {
	s := new(fileSettings)
	meta, err := toml.DecodeFile(path, s)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return s, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("settings: there is no file %s; check the path", path)
	case err != nil:
		return nil, fmt.Errorf("settings: %s: %w; mend that line or remove it", path, err)
	}
	for _, unknown := range meta.Undecoded() {
		if unknown[0] != "screen" {
			return nil, fmt.Errorf("settings: %s: there is no setting %q; remove it or see chat-tui man", path, unknown.String())
		}
	}
	if _, err := setting.Parse(s.Screen); err != nil {
		return nil, fmt.Errorf("settings: %s: %w", path, err)
	}
	return s, nil
}

// screenSettings returns the settings of the screen, and where they are kept.
func screenSettings(file string) (setting.Values, string, error) {
	asked := file != ""
	if !asked {
		file = userFolders().settings()
	}
	s, err := readSettings(file, asked)
	if err != nil {
		return setting.Values{}, file, err
	}
	v, err := setting.Parse(s.Screen)
	return v, file, err
}

// settle gives every flag that was not typed its value from the environment
// or, failing that, the settings file, so that below only flags are looked
// at. It reports which flags the person set, in whatever way.
func settle(c *cobra.Command, file string) (set map[string]bool, err error) {
	asked := file != ""
	if !asked {
		file = userFolders().settings()
	}
	settings, err := readSettings(file, asked)
	if err != nil {
		return nil, err
	}
	set = map[string]bool{}
	values := settings.values(c.Name())
	c.Flags().VisitAll(func(f *pflag.Flag) {
		from, list := "", []string(nil)
		env := "CHAT_TUI_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		switch {
		case f.Changed:
			set[f.Name] = true
			return
		case f.Name == "help" || f.Name == "version" || f.Name == "config":
			return
		case os.Getenv(env) != "":
			from, list = env, []string{os.Getenv(env)}
			if _, many := f.Value.(pflag.SliceValue); many {
				list = strings.Split(list[0], ",")
			}
		case values[f.Name] != nil:
			from, list = file, values[f.Name]
		default:
			return
		}
		set[f.Name] = true
		err = errors.Join(err, assign(f, from, list))
	})
	return set, err
}

func assign(f *pflag.Flag, from string, list []string) error {
	if many, ok := f.Value.(pflag.SliceValue); ok {
		return many.Replace(list)
	}
	if err := f.Value.Set(list[0]); err != nil {
		return fmt.Errorf("%s: %s cannot be %q; %w", from, f.Name, list[0], err)
	}
	return nil
}
