package queue_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/server/queue"
)

// order is the contract: who is served before whom, by each discipline.
func order(by queue.Discipline) func(a, b queue.Item[string]) int {
	return map[queue.Discipline]func(a, b queue.Item[string]) int{
		queue.FIFO: func(a, b queue.Item[string]) int { return cmp.Compare(a.Number, b.Number) },
		queue.LIFO: func(a, b queue.Item[string]) int { return cmp.Compare(b.Number, a.Number) },
		queue.Priority: func(a, b queue.Item[string]) int {
			return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.Number, b.Number))
		},
	}[by]
}

// Whatever is done with a queue, it is as a list that is sorted anew each time.
func TestEveryQueueIsAsASortedListHasIt(t *testing.T) {
	for _, by := range []queue.Discipline{queue.FIFO, queue.LIFO, queue.Priority} {
		t.Run(by.String(), func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { asModel(t, by) }) })
	}
}

func asModel(t *rapid.T, by queue.Discipline) {
	q := queue.New[string](by)
	var model []queue.Item[string]
	var next uint64
	push := func(item queue.Item[string]) {
		known := slices.ContainsFunc(model, func(x queue.Item[string]) bool { return x.Number == item.Number })
		if q.Push(item) == known {
			t.Fatalf("Push(%d) = %v while it waits: %v", item.Number, !known, known)
		}
		if !known {
			model = append(model, item)
			slices.SortFunc(model, order(by))
		}
	}
	t.Repeat(map[string]func(*rapid.T){
		"push": func(t *rapid.T) {
			next += rapid.Uint64Range(1, 3).Draw(t, "step")
			push(queue.Item[string]{Number: next, Priority: rapid.IntRange(0, 9).Draw(t, "priority"), Value: "new"})
		},
		"come back": func(t *rapid.T) {
			push(queue.Item[string]{Number: rapid.Uint64Range(0, next).Draw(t, "number"), Value: "back"})
		},
		"pop": func(t *rapid.T) {
			got, ok := q.Pop()
			if ok != (len(model) > 0) || ok && got != model[0] {
				t.Fatalf("Pop() = %+v, %v of %+v", got, ok, model)
			}
			if ok {
				model = model[1:]
			}
		},
		"remove": func(t *rapid.T) {
			number := rapid.Uint64Range(0, next).Draw(t, "number")
			at := slices.IndexFunc(model, func(x queue.Item[string]) bool { return x.Number == number })
			got, ok := q.Remove(number)
			if ok != (at >= 0) || ok && got != model[at] {
				t.Fatalf("Remove(%d) = %+v, %v of %+v", number, got, ok, model)
			}
			if ok {
				model = slices.Delete(model, at, at+1)
			}
		},
		"": func(t *rapid.T) {
			if got := slices.Collect(q.All()); !slices.Equal(got, model) || q.Len() != len(model) {
				t.Fatalf("%s: All() = %+v, Len() = %d, want %+v", by, got, q.Len(), model)
			}
			if number := rapid.Uint64Range(0, next).Draw(t, "number"); q.Has(number) != slices.ContainsFunc(model, func(x queue.Item[string]) bool { return x.Number == number }) {
				t.Fatalf("Has(%d) = %v of %+v", number, q.Has(number), model)
			}
			if got, ok := q.Peek(); ok != (len(model) > 0) || ok && got != model[0] {
				t.Fatalf("Peek() = %+v, %v of %+v", got, ok, model)
			}
		},
	})
}

func TestADisciplineIsReadAsItIsWritten(t *testing.T) {
	for _, by := range []queue.Discipline{queue.FIFO, queue.LIFO, queue.Priority} {
		if got, ok := queue.Parse(by.String()); !ok || got != by {
			t.Errorf("Parse(%q) = %v, %v", by, got, ok)
		}
	}
	if _, ok := queue.Parse("chat"); ok {
		t.Error("chat is a discipline")
	}
}

// A long line costs the same at its ends, however many have passed.
func BenchmarkPushAndPop(b *testing.B) {
	for _, by := range []queue.Discipline{queue.FIFO, queue.LIFO, queue.Priority} {
		b.Run(by.String(), func(b *testing.B) {
			q := queue.New[int](by)
			var n uint64
			for range 100_000 {
				n++
				q.Push(queue.Item[int]{Number: n, Priority: int(n % 10)})
			}
			for b.Loop() {
				n++
				q.Push(queue.Item[int]{Number: n, Priority: int(n % 10)})
				q.Pop()
			}
		})
	}
}
