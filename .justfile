# The daily commands. Each is one line that can be typed without just.

# what there is
default:
    @just --list --unsorted

# the program, in this terminal
run *args:
    go run ./cmd/chat-tui {{args}}

# the tests
test *args:
    go test ./... {{args}}

# the tests, looking for data races
race *args:
    go test -race ./... {{args}}

# what the linter and vet say
lint:
    bash .ci/run tools lint

# everything gofmt and the linter can mend by themselves
fmt:
    bash .ci/run tools fmt

# every fuzz target, one after the other, for a minute each: just fuzz 10m
fuzz time="60s":
    FUZZTIME={{time}} bash .ci/run fuzz

# draw the golden screens anew; then look at git diff
golden:
    grep -rlE 'tuitest|golden' tui --include='*_test.go' | xargs -n1 dirname | sort -u | sed 's|^|./|' | xargs sh -c 'go test "$@" -update' golden

# what a release would contain, in an empty folder
snapshot:
    bash .ci/run tools snapshot

# everything a change has to pass
check *steps:
    bash .ci/run {{steps}}
