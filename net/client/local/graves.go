package local

import "github.com/gofrs/flock"

// Graves are the locks of dead processes, taken so that only one of the living
// sends what they left.
type graves struct {
	path   string
	byName map[string]*flock.Flock // nil for the living
}

func newGraves(path string) *graves {
	return &graves{path: path, byName: make(map[string]*flock.Flock)}
}

// dead reports whether the process with this claim is dead, and takes its
// lock if it is.
func (g *graves) dead(name string) bool {
	l, asked := g.byName[name]
	if !asked {
		l = dead(g.path, name)
		g.byName[name] = l
	}
	return l != nil
}

// settle gives the locks back once nothing bears the names of the dead. Where
// that failed they are held as long as this process lives.
func (g *graves) settle(c *Copy, err error) {
	for _, l := range g.byName {
		switch {
		case l == nil:
		case err != nil:
			c.held = append(c.held, l)
		default:
			remove(l)
		}
	}
}

// names are the claims that were looked at.
func (g *graves) names() map[string]bool {
	all := make(map[string]bool, len(g.byName))
	for name := range g.byName {
		all[name] = true
	}
	return all
}
