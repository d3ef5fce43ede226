#!/usr/bin/env bash
# Makes the pictures of the README again: plays every tape of this folder in
# the demo (chat-tui demo), on an emulated terminal whose clock is its own, and
# writes what is seen to assets/. The same program gives the same files, byte
# for byte, within seconds. It needs Go and nothing else.
#
#   assets/tapes/pictures.sh            writes to assets/
#   assets/tapes/pictures.sh FOLDER     writes to FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/..}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$here/../.."
go test -count=1 -run '^TestTapes$' ./cmd/internal/picture -args -pictures "$out"
ls -l "$out"/*.svg
