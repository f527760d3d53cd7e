#!/usr/bin/env bash
# `archive verify` beside sha256sum over the same archive. Promise: at least 0.8 of sha256sum's speed (files are read
# once; seals, checkpoints and ledger are checked meanwhile).
# usage: archive_verify.sh BIN-FOLDER WORK-FOLDER (made anew) [RECORDS] [ROUNDS]
set -euo pipefail
bin=$(cd "$1" && pwd)
rounds=${4:-5}
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd)
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/letters.sh"
letters_home "$bin" "$work/home" "${3:-25}"
sums() { find "$work/home/archive" -type f -print0 | xargs -0 sha256sum >/dev/null; }
verify() { "$bin/seihon" --home "$work/home" archive verify >/dev/null; }
for ((i = 0; i < rounds; ++i)); do # in turn: the machine's load meets both
    for what in sums verify; do
        from=$(date +%s%N)
        $what
        echo $((($(date +%s%N) - from) / 1000000)) >>"$work/$what.ms"
    done
done
sums=$(sort -n "$work/sums.ms" | head -n 1)
verify=$(sort -n "$work/verify.ms" | head -n 1)
echo "sha256sum $sums ms, archive verify $verify ms (least of $rounds): $(awk "BEGIN { printf \"%.2f\", $sums / $verify }") of its speed"
