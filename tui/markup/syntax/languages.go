package syntax

// A form is how a language is read.
type form uint8

const (
	program form = iota
	values       // keys with values
	tags         // text with tags
	diffs        // by line
)

// A language is what tells the parts of its programs apart.
type language struct {
	names []string // in small letters, as after a fence
	form  form

	line        []string // begin a comment to the end of the line
	open, close string   // around a comment
	long        []string // around texts that may be of many lines
	raw         bool     // nothing is escaped between `
	quotes      string   // around texts of one line
	runes       bool     // ' stands around one character
	sigils      string   // of $ and @: they begin names
	sep         byte     // between a key and its value
	directives  bool     // # and a word begin a line for the compiler
	fold        bool     // keywords in any case
	keywords    []string // sorted
}

// defining are the keywords that a new name follows.
//
//nolint:gochecknoglobals // an immutable table
var defining = []string{"class", "def", "enum", "fn", "fun", "func", "function", "interface", "struct", "trait", "type"}

// languages are those that are known; some that look alike share an entry.
//
//nolint:gochecknoglobals // an immutable table
var languages = [...]language{
	{
		names: []string{"go", "golang"},
		line:  []string{"//"},
		open:  "/*", close: "*/",
		long:   []string{"`"},
		raw:    true,
		quotes: "\"",
		runes:  true,
		keywords: []string{
			"any", "bool", "break", "byte", "case", "chan", "const", "continue", "default", "defer", "else", "error", "fallthrough", "false",
			"float32", "float64", "for", "func", "go", "goto", "if", "import", "int", "int16", "int32", "int64", "int8", "interface", "iota",
			"map", "nil", "package", "range", "return", "rune", "select", "string", "struct", "switch", "true", "type", "uint", "uint16",
			"uint32", "uint64", "uint8", "var",
		},
	},
	{
		names:  []string{"python", "py", "python3"},
		line:   []string{"#"},
		long:   []string{"\"\"\"", "'''"},
		quotes: "\"'",
		sigils: "@",
		keywords: []string{
			"False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def", "del", "elif",
			"else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match", "nonlocal", "not", "or",
			"pass", "raise", "return", "self", "try", "while", "with", "yield",
		},
	},
	{
		names: []string{"js", "javascript", "jsx", "ts", "typescript", "tsx", "mjs"},
		line:  []string{"//"},
		open:  "/*", close: "*/",
		long:   []string{"`"},
		quotes: "\"'",
		sigils: "@",
		keywords: []string{
			"abstract", "any", "as", "async", "await", "boolean", "break", "case", "catch", "class", "const", "continue", "debugger",
			"declare", "default", "delete", "do", "else", "enum", "export", "extends", "false", "finally", "for", "from", "function", "get",
			"if", "implements", "import", "in", "instanceof", "interface", "is", "keyof", "let", "namespace", "never", "new", "null",
			"number", "of", "private", "protected", "public", "readonly", "return", "set", "static", "string", "super", "switch", "this",
			"throw", "true", "try", "type", "typeof", "undefined", "unknown", "var", "void", "while", "yield",
		},
	},
	{
		names: []string{"c", "h", "cpp", "c++", "cc", "cxx", "hpp", "objc"},
		line:  []string{"//"},
		open:  "/*", close: "*/",
		quotes:     "\"",
		runes:      true,
		directives: true,
		keywords: []string{
			"NULL", "alignas", "alignof", "auto", "bool", "break", "case", "catch", "char", "class", "co_await", "co_return", "co_yield",
			"concept", "const", "consteval", "constexpr", "continue", "decltype", "default", "delete", "do", "double", "else", "enum",
			"explicit", "export", "extern", "false", "final", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable",
			"namespace", "new", "noexcept", "nullptr", "operator", "override", "private", "protected", "public", "register", "requires",
			"return", "short", "signed", "sizeof", "static", "static_assert", "static_cast", "struct", "switch", "template", "this", "throw",
			"true", "try", "typedef", "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "while",
		},
	},
	{
		names: []string{"java", "kotlin", "kt", "cs", "csharp", "c#", "scala"},
		line:  []string{"//"},
		open:  "/*", close: "*/",
		long:   []string{"\"\"\""},
		quotes: "\"",
		runes:  true,
		sigils: "@",
		keywords: []string{
			"abstract", "as", "async", "await", "base", "bool", "boolean", "break", "byte", "case", "catch", "char", "class", "const",
			"continue", "data", "decimal", "default", "delegate", "do", "double", "else", "enum", "extends", "false", "final", "finally",
			"float", "for", "foreach", "fun", "get", "if", "implements", "import", "in", "instanceof", "int", "interface", "internal", "is",
			"lock", "long", "namespace", "native", "new", "null", "object", "out", "override", "package", "params", "private", "protected",
			"public", "readonly", "record", "ref", "return", "sealed", "set", "short", "static", "string", "struct", "super", "switch",
			"synchronized", "this", "throw", "throws", "transient", "true", "try", "typeof", "using", "val", "var", "virtual", "void",
			"volatile", "when", "where", "while", "yield",
		},
	},
	{
		names: []string{"rust", "rs", "zig", "swift"},
		line:  []string{"//"},
		open:  "/*", close: "*/",
		quotes: "\"",
		runes:  true,
		keywords: []string{
			"Err", "None", "Ok", "Self", "Some", "as", "async", "await", "box", "break", "case", "class", "const", "continue", "crate",
			"default", "defer", "do", "dyn", "else", "enum", "extension", "extern", "false", "fn", "for", "func", "guard", "if", "impl",
			"import", "in", "init", "let", "loop", "match", "mod", "move", "mut", "nil", "override", "private", "protocol", "pub", "public",
			"ref", "return", "self", "static", "struct", "super", "switch", "throw", "throws", "trait", "true", "try", "type", "union",
			"unsafe", "use", "var", "where", "while",
		},
	},
	{
		names:  []string{"sh", "bash", "zsh", "shell", "fish", "console"},
		line:   []string{"#"},
		quotes: "\"'",
		sigils: "$",
		keywords: []string{
			"alias", "break", "case", "cd", "continue", "do", "done", "echo", "elif", "else", "end", "esac", "eval", "exec", "exit", "export",
			"fi", "for", "function", "if", "in", "local", "printf", "read", "readonly", "return", "select", "set", "shift", "source", "then",
			"trap", "unset", "until", "while",
		},
	},
	{
		names:  []string{"ruby", "rb", "lua", "perl", "pl", "elixir", "ex"},
		line:   []string{"#", "--"},
		quotes: "\"'",
		sigils: "@$",
		keywords: []string{
			"alias", "and", "begin", "break", "case", "class", "def", "defmodule", "do", "else", "elseif", "elsif", "end", "ensure", "extend",
			"false", "fn", "for", "function", "goto", "if", "in", "include", "local", "module", "my", "next", "nil", "not", "or", "our",
			"package", "raise", "redo", "repeat", "require", "rescue", "retry", "return", "self", "sub", "super", "then", "true", "undef",
			"unless", "until", "use", "when", "while", "yield",
		},
	},
	{
		names: []string{"php"},
		line:  []string{"//", "#"},
		open:  "/*", close: "*/",
		quotes: "\"'",
		sigils: "$",
		keywords: []string{
			"abstract", "and", "array", "as", "break", "callable", "case", "catch", "class", "clone", "const", "continue", "declare",
			"default", "do", "echo", "else", "elseif", "empty", "extends", "false", "final", "finally", "fn", "for", "foreach", "function",
			"global", "if", "implements", "include", "instanceof", "interface", "isset", "match", "namespace", "new", "null", "or", "private",
			"protected", "public", "readonly", "require", "return", "static", "switch", "this", "throw", "trait", "true", "try", "unset",
			"use", "var", "while", "yield",
		},
	},
	{
		names: []string{"sql", "sqlite", "postgres", "postgresql", "mysql", "psql"},
		line:  []string{"--"},
		open:  "/*", close: "*/",
		quotes: "\"'",
		fold:   true,
		keywords: []string{
			"add", "all", "alter", "and", "any", "as", "asc", "begin", "between", "bigint", "blob", "boolean", "by", "case", "cast", "char",
			"check", "collate", "column", "commit", "constraint", "create", "cross", "current_date", "database", "date", "default", "delete",
			"desc", "distinct", "drop", "else", "end", "except", "exists", "explain", "false", "foreign", "from", "full", "group", "having",
			"if", "in", "index", "inner", "insert", "int", "integer", "intersect", "into", "is", "join", "key", "left", "like", "limit",
			"not", "null", "numeric", "offset", "on", "or", "order", "outer", "partition", "pragma", "primary", "recursive", "references",
			"returning", "right", "rollback", "select", "set", "smallint", "table", "text", "then", "timestamp", "to", "transaction",
			"trigger", "true", "union", "unique", "update", "using", "values", "varchar", "view", "when", "where", "with",
		},
	},
	{
		names: []string{"css", "scss", "less"},
		line:  []string{"//"},
		open:  "/*", close: "*/",
		quotes: "\"'",
		sigils: "@$",
		keywords: []string{
			"absolute", "auto", "block", "fixed", "flex", "grid", "important", "inherit", "initial", "none", "relative", "solid",
		},
	},
	{
		names:  []string{"make", "makefile", "dockerfile", "docker", "cmake", "nix", "hcl", "terraform", "tf"},
		line:   []string{"#"},
		quotes: "\"'",
		fold:   true,
		sigils: "$",
		keywords: []string{
			"add", "arg", "cmd", "copy", "define", "else", "endef", "endif", "entrypoint", "env", "expose", "false", "from", "ifdef", "ifeq",
			"ifndef", "ifneq", "in", "include", "inherit", "label", "let", "output", "phony", "provider", "resource", "run", "shell", "then",
			"true", "user", "variable", "volume", "with", "workdir",
		},
	},
	{
		names: []string{"json", "jsonc", "json5", "jsonl"},
		form:  values,
		line:  []string{"//"},
		open:  "/*", close: "*/",
		quotes: "\"",
		sep:    ':',
		keywords: []string{
			"false", "null", "true",
		},
	},
	{
		names:  []string{"yaml", "yml"},
		form:   values,
		line:   []string{"#"},
		quotes: "\"'",
		sep:    ':',
		keywords: []string{
			"false", "no", "null", "off", "on", "true", "yes",
		},
	},
	{
		names:  []string{"toml", "ini", "conf", "cfg", "properties", "env"},
		form:   values,
		line:   []string{"#", ";"},
		long:   []string{"\"\"\"", "'''"},
		quotes: "\"'",
		sep:    '=',
		keywords: []string{
			"false", "true",
		},
	},
	{
		names: []string{"html", "htm", "xml", "svg", "vue"},
		form:  tags,
		open:  "<!--", close: "-->",
	},
	{
		names: []string{"diff", "patch", "udiff"},
		form:  diffs,
	},
}
