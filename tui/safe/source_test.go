package safe_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the top of the tree, from here.
const root = "../.."

// draws are the packages that put something on the screen. What they are
// given is a Text, or stands below with the reason.
var draws = []string{"composer", "markup", "overlay", "palette", "roster", "row", "sidebar", "start", "statusbar", "timeline"}

// ownWords are the parameters and fields of those packages that are strings
// and drawn: only the program itself writes them, or they are cleaned by the
// one who draws.
var ownWords = map[string]string{
	"composer.Candidate.Insert": "goes into the input, which shows what is typed through the cleaner",
	"composer.Model.Insert":     "the same",
	"composer.Model.SetDraft":   "the same",
	"composer.Model.SetText":    "the same",
	"composer.Want.Prefix":      "what the reader typed; not drawn",

	"markup.Address.Host":   "for a question, which is cleaned",
	"markup.Address.Target": "of printable ASCII, as the parser makes it",
	"markup.Address.Text":   "for a list, which is cleaned",
	"markup.CodeRanges":     "counts; draws nothing",
	"markup.Host":           "compares; draws nothing",
	"markup.Options.ID":     "of letters and digits the program counts with",
	"markup.Options.Self":   "is compared; not drawn",
	"markup.Row.Drawn":      "was drawn from a Text",
	"markup.Row.Gap":        "was drawn from a Text",
	"markup.Row.Plain":      "was cut from a Text",
	"markup.Row.Prefix":     "was cut from a Text",
	"markup.Span.ID":        "of letters and digits the program counts with",
	"markup.Span.Lang":      "is looked up; not drawn",
	"markup.Span.Link":      "of printable ASCII, as the parser makes it",
	"markup.Span.Text":      "was cut from a Text; only the parser makes spans",
	"markup.URLRanges":      "counts; draws nothing",
	"markup.Verbatim":       "counts; draws nothing",

	"overlay.NewBoard":       "the program's own title",
	"overlay.Found":          "counts; draws nothing",
	"overlay.Hit.RID":        "is compared; not drawn",
	"overlay.NewCard":        "the title is the program's own",
	"overlay.NewNotice":      "the title is the program's own",
	"overlay.NewQuestion":    "the title is the program's own",
	"overlay.NewResults":     "title and words are what the reader typed",
	"overlay.Results.Change": "the room's id is compared; not drawn",
	"overlay.Stack.Over":     "rows that were drawn",

	"palette.Item.Badge":      "the value of a setting, cleaned when it is set",
	"palette.Item.Group":      "a heading of the program",
	"palette.Item.Key":        "a digit",
	"palette.Item.Keywords":   "is searched; not drawn",
	"palette.Item.Mark":       "a sign of the program",
	"palette.NewInput":        "title and prompt are the program's own; what is typed is shown through the cleaner",
	"palette.Options.Empty":   "the program's own words",
	"palette.Options.Hint":    "the program's own words",
	"palette.Options.Prompt":  "the program's own words",
	"palette.Options.Source":  "is given what the reader typed",
	"palette.Options.Title":   "the program's own words",
	"palette.Picker.SetQuery": "shown through the cleaner",

	"roster.Mark":         "chooses a sign; draws nothing of it",
	"roster.Person.Nick":  "cleaned where it is drawn, for it is compared, too",
	"roster.Person.Role":  "drawn only where it is one of those the program knows",
	"roster.Person.State": "chooses a sign; draws nothing of it",
	"roster.Styles.Nick":  "chooses a colour; draws nothing of it",

	"row.Row.Drawn": "rows that were drawn",
	"row.Row.Own":   "the program's own words",

	"sidebar.Item.Group": "a heading of the program",
	"sidebar.Item.Mark":  "a sign of the program",

	"start.Options.Guess": "goes into an input",
	"start.Options.Where": "cleaned by the caller",

	"statusbar.State.Flags": "the program's own words",

	"timeline.Item.File":      "an id for the server; where it is told, it is cleaned",
	"timeline.Item.CID":       "is compared; not drawn",
	"timeline.Item.Raw":       "goes back into the input, or is copied by its writer",
	"timeline.Model.Discard":  "is compared; not drawn",
	"timeline.Model.Edit":     "what goes back into the input",
	"timeline.Model.Logged":   "is compared; not drawn",
	"timeline.Model.SetLook":  "is compared; not drawn",
	"timeline.Model.SetState": "the id is compared; the reason is a Text",
	"timeline.Options.Self":   "is compared; not drawn",
	"timeline.Options.Unfold": "the name of a key",
	"timeline.Styles.Nick":    "chooses a colour; draws nothing of it",
}

// mayWrite are the packages of the screen and the commands that may hold a
// control sequence: the fewer, the less can be forgotten.
var mayWrite = map[string]string{
	"tui/app":      "takes in what was drawn, and closes styles",
	"tui/cell":     "finds them in what was drawn",
	"tui/guard":    "puts the terminal back",
	"tui/markup":   "styles and links",
	"tui/notify":   "notifications",
	"tui/overlay":  "closes styles",
	"tui/probe":    "asks the terminal",
	"tui/row":      "styles",
	"tui/timeline": "styles",
	"tui/tuitest":  "is for tests",
}

// goFiles parses the files of the program below dir, tests aside, by folder.
func goFiles(t *testing.T, fset *token.FileSet, dir string) map[string][]*ast.File {
	t.Helper()
	files := map[string][]*ast.File{}
	err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(fset, path, nil, 0)
		rel, _ := filepath.Rel(root, filepath.Dir(path))
		files[filepath.ToSlash(rel)] = append(files[filepath.ToSlash(rel)], f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// strings returns the exported parameters and fields of a package that are of
// a string type.
func stringsOf(name string, files []*ast.File) map[string]bool {
	found := map[string]bool{}
	plain := func(e ast.Expr) bool { return strings.Contains(types.ExprString(e), "string") }
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.IsExported() {
				who := name + "."
				if fn.Recv != nil {
					who += strings.TrimLeft(types.ExprString(fn.Recv.List[0].Type), "*") + "."
				}
				for _, p := range fn.Type.Params.List {
					if plain(p.Type) {
						found[who+fn.Name.Name] = true
					}
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			if st, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range st.Fields.List {
					for _, id := range field.Names {
						if id.IsExported() && plain(field.Type) {
							found[name+"."+spec.Name.Name+"."+id.Name] = true
						}
					}
				}
			}
			return true
		})
	}
	return found
}

// What draws takes a Text; every string that it takes besides is listed with
// the reason why it may.
func TestWhatDrawsTakesText(t *testing.T) {
	found := map[string]bool{}
	for _, name := range draws {
		for _, files := range goFiles(t, token.NewFileSet(), "tui/"+name) {
			if files[0].Name.Name != name {
				continue // a package below, such as markup/syntax
			}
			maps.Copy(found, stringsOf(name, files))
		}
	}
	for _, what := range slices.Sorted(maps.Keys(found)) {
		if ownWords[what] == "" {
			t.Errorf("%s is a string: make it a safe.Text, or say in ownWords why it may be one", what)
		}
	}
	for what := range ownWords {
		if !found[what] {
			t.Errorf("%s is listed, but is there no more: take it off ownWords", what)
		}
	}
}

// Nobody makes a Text but this package, not even by the back door, and control
// sequences are written in few places.
func TestNobodyGoesAroundTheCleaner(t *testing.T) {
	for _, dir := range []string{"tui", "cmd"} {
		fset := token.NewFileSet()
		for pkg, files := range goFiles(t, fset, dir) {
			for _, f := range files {
				for _, spec := range f.Imports {
					if path, _ := strconv.Unquote(spec.Path.Value); path == "unsafe" {
						t.Errorf("%s imports unsafe", fset.Position(spec.Pos()))
					}
				}
				if mayWrite[pkg] != "" || pkg == "tui/safe" || strings.HasPrefix(pkg, "cmd/internal/") {
					continue
				}
				ast.Inspect(f, func(n ast.Node) bool {
					lit, ok := n.(*ast.BasicLit)
					if !ok || lit.Kind != token.STRING && lit.Kind != token.CHAR {
						return true
					}
					if text, err := strconv.Unquote(lit.Value); err == nil && strings.ContainsAny(text, "\x1b\a\u009b") {
						t.Errorf("%s holds a control sequence; %s is not among those that may write one", fset.Position(lit.Pos()), pkg)
					}
					return true
				})
			}
		}
	}
}
