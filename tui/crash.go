package tui

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Crash is a panic of the screen. The terminal was put back before it was
// returned.
type Crash struct {
	Text  string // what happened: clean, one line
	Stack string // where, for a report; clean
	Err   error  // the cause, if it was one
}

// Error returns what happened and what to do next.
func (c *Crash) Error() string {
	return fmt.Sprintf("the screen failed: %s; start again, and please report it", c.Text)
}

// Unwrap returns the cause.
func (c *Crash) Unwrap() error { return c.Err }

// A safetyNet catches what the screen drops: a panic ends the program as if the
// person had quit, so that the terminal is put back, and is told afterwards.
// What was panicked with may hold text of others, so it is cleaned.
type safetyNet struct {
	model *app.Model
	quit  func() // ends the program; waits until it is heard
	ends  sync.WaitGroup

	mu    sync.Mutex // guards crash: commands of Bubble Tea run in goroutines
	crash *Crash
}

// Init implements tea.Model.
func (n *safetyNet) Init() (cmd tea.Cmd) {
	defer n.catch(&cmd)
	return n.model.Init()
}

// Update implements tea.Model.
func (n *safetyNet) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = n
	if n.caught() != nil {
		return n, nil
	}
	defer n.catch(&cmd)
	_, cmd = n.model.Update(msg)
	return n, cmd
}

// View implements tea.Model.
func (n *safetyNet) View() (v tea.View) {
	if n.caught() != nil {
		return tea.View{AltScreen: true}
	}
	defer n.catch(nil)
	return n.model.View()
}

// catch is deferred; cmd is what the function returns.
func (n *safetyNet) catch(cmd *tea.Cmd) {
	r := recover()
	if r == nil {
		return
	}
	cause, _ := r.(error)
	n.mu.Lock()
	n.crash = &Crash{
		Text:  safe.Line(fmt.Sprint(r)).String(),
		Stack: safe.Body(string(debug.Stack())).String(),
		Err:   cause,
	}
	n.mu.Unlock()
	if cmd != nil {
		*cmd = nil
	}
	n.ends.Go(n.quit)
}

// caught returns what was caught, or nil.
func (n *safetyNet) caught() *Crash {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.crash
}
