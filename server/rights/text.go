package rights

import "strings"

// Table returns the rules for people, as two tables in Markdown: the verbs of
// rooms and those of the server. What stands in them is what Decide says.
func Table() string {
	var b strings.Builder
	b.WriteString("| in a room | not in it | guest | member | op | owner | |\n|---|---|---|---|---|---|---|\n")
	for v := Read; v < MakeRoom; v++ {
		line(&b, v, []Case{
			{Server: Member}, {Server: Guest, Room: Guest}, {Server: Member, Room: Member}, {Server: Member, Room: Op}, {Server: Member, Room: Owner},
		})
	}
	b.WriteString("\n| on the server | guest | member | op | owner | operator | |\n|---|---|---|---|---|---|---|\n")
	for v := MakeRoom; v < verbs; v++ {
		line(&b, v, []Case{{Server: Guest}, {Server: Member}, {Server: Op}, {Server: Owner}, {Server: Operator}})
	}
	return b.String()
}

// line writes what each of some people may do.
func line(b *strings.Builder, v Verb, who []Case) {
	b.WriteString("| `" + v.String() + "`")
	for _, c := range who {
		c.Verb, c.TargetServer = v, Guest
		others := Decide(c) == nil
		c.Self = true
		own := Decide(c) == nil
		switch {
		case others:
			b.WriteString(" | yes")
		case own && !rules[v].about:
			b.WriteString(" | own")
		default:
			b.WriteString(" | –")
		}
	}
	b.WriteString(" | " + strings.Join(notes(v), "; ") + " |\n")
}

// notes says what else counts.
func notes(v Verb) (list []string) {
	r := &rules[v]
	add := func(holds bool, text string) {
		if holds {
			list = append(list, text)
		}
	}
	add(v == Read || v == Join, "private rooms: members only, and who was let in may join; whoever else asks hears `no_such_room`")
	add(r.speaks, "not who is muted")
	add(r.writes, "read-only: ops")
	add(v == Topic, "topic lock: ops")
	add(v == LetIn, "private rooms: ops")
	add(r.about, "only about those of a lower role")
	add(v == Appoint || v == ServerAppoint, "an owner may step down unless it is the last; guests have no role")
	add(v == Invite, "where the policy is not `open`: ops; a role: owners")
	add(r.person, "no bots")
	add(v == Rename, "no bots")
	return list
}
