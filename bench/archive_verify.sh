#!/usr/bin/env bash
# `archive verify` beside sha256sum over the same archive: a home of RECORDS letters of four A4 sheets, 300 dpi, colour.
# Promise: at least 0.8 of sha256sum's speed (files are read once, seals and ledger are checked meanwhile).
# usage: archive_verify.sh BIN-FOLDER WORK-FOLDER (made anew) [RECORDS] [ROUNDS]
set -euo pipefail
bin=$(cd "$1" && pwd)
records=${3:-25}
rounds=${4:-5}
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd)
export SEIHON_HOME=$work/home
seihon() { "$bin/seihon" "$@"; }
seihon init --demo >/dev/null
cp -r "$SEIHON_HOME/feeder/tray" "$work/letter"
sheets=$(find "$work/letter" -name '*.png' | wc -l)
for ((i = 0; i < records; ++i)); do
    rm -rf "$SEIHON_HOME/feeder/tray" "$SEIHON_HOME/feeder/out"
    cp -r "$work/letter" "$SEIHON_HOME/feeder/tray"
    seihon --as clerk --pin-fd 3 intake --class referral-letter --patient P-000123 --sheets "$sheets" --attest-complete \
        3<<<123456 >"$work/intake.out" 2>&1 || { cat "$work/intake.out"; exit 1; }
done
rm -rf "$work/letter"
archive=$SEIHON_HOME/archive
bytes=$(find "$archive" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')
echo "$records records, $(find "$archive" -type f | wc -l) files, $((bytes / 1000000)) MB"
now() { date +%s%N; }
least() { sort -n | head -1; }
sums() { find "$archive" -type f -print0 | xargs -0 sha256sum >/dev/null; }
verify() { seihon archive verify >/dev/null; }
for what in sums verify; do # one after the other in each round: the machine's load meets both
    : >"$work/$what.ms"
done
for ((i = 0; i < rounds; ++i)); do
    for what in sums verify; do
        from=$(now)
        $what
        echo $((($(now) - from) / 1000000)) >>"$work/$what.ms"
    done
done
sums=$(least <"$work/sums.ms")
verify=$(least <"$work/verify.ms")
echo "sha256sum $sums ms, archive verify $verify ms (least of $rounds): $(awk "BEGIN { printf \"%.2f\", $sums / $verify }") of its speed"
rm -rf "$work"
